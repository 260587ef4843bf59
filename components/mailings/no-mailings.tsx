import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyMessage } from "@/components/ui/empty-message";

/** Nothing there yet, or nothing found. */
export function NoMailings({ search }: { search: string }) {
  const t = useTranslations("mailings");
  if (search === "") return <EmptyMessage title={t("emptyTitle")}>{t("empty")}</EmptyMessage>;
  return (
    <>
      <EmptyMessage title={t("noneFoundTitle")}>{t("noneFound", { search })}</EmptyMessage>
      <ButtonLink href="/mailings" variant="outline" className="mt-5">
        {t("searchClear")}
      </ButtonLink>
    </>
  );
}
