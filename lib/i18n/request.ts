import { getRequestConfig } from "next-intl/server";
import { catalogue } from "@/lib/i18n/catalogues";

/** What next-intl asks for each request: the language, its catalogue, and a zone that no server setting changes. */
export default getRequestConfig(async ({ requestLocale }) => {
  return { ...catalogue(await requestLocale), timeZone: "UTC" };
});
