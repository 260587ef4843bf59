import { useTranslations } from "next-intl";
import { NotFoundMessage } from "@/components/frame/not-found-message";

/** Its way back leads to /overview, the first page of every role. */
export default function WorkspaceNotFound() {
  const t = useTranslations("errors");
  return <NotFoundMessage home={{ href: "/overview", text: t("workspace") }} />;
}
