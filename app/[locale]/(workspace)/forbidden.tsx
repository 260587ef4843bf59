import { useTranslations } from "next-intl";
import { DeadEnd } from "@/components/frame/dead-end";

/** For a page that the role may not open. What belongs to somebody else is not found instead. */
export default function WorkspaceForbidden() {
  const t = useTranslations("errors");
  return (
    <DeadEnd title={t("forbiddenTitle")} home={{ href: "/overview", text: t("workspace") }}>
      {t("forbidden")}
    </DeadEnd>
  );
}
