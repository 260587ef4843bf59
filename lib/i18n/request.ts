import { getRequestConfig } from "next-intl/server";
import { locale as rootLocale } from "next/root-params";
import { catalogue } from "@/lib/i18n/catalogues";

/**
 * What next-intl asks for each request: the language, its catalogue, and a zone that no server setting
 * changes. The language comes from the route itself: setRequestLocale is too late for a loading.tsx,
 * which is rendered before the layout has read its parameters.
 */
export default getRequestConfig(async ({ locale }) => ({
  ...catalogue(locale ?? (await rootLocale())),
  timeZone: "UTC",
}));
