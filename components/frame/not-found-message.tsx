import { useTranslations } from "next-intl";
import { DeadEnd, type WayHome } from "@/components/frame/dead-end";

/** The same for what does not exist and what belongs to somebody else. */
export function NotFoundMessage({ home }: { home: WayHome }) {
  const t = useTranslations("errors");
  return (
    <DeadEnd title={t("notFoundTitle")} home={home}>
      {t("notFound")}
    </DeadEnd>
  );
}
