import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyMessage } from "@/components/lists/empty-message";

/** Nothing there yet, nothing found, or nothing to be had: a role that keeps no mailings makes none either. */
export function NoMailings({ search, mayOwn }: { search: string; mayOwn: boolean }) {
  const t = useTranslations("mailings");
  if (!mayOwn) return <EmptyMessage title={t("noneOwnedTitle")}>{t("noneOwned")}</EmptyMessage>;
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
