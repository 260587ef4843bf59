import { useTranslations } from "next-intl";
import { ListSkeleton } from "@/components/lists/list-skeleton";
import { PageHeading } from "@/components/ui/page-heading";

/** It stands beside the detail's folder, not above it: a page that may answer 404 must not stream. */
export default function MailingsLoading() {
  const t = useTranslations("mailings");
  return (
    <>
      <div className="mb-8">
        <PageHeading>{t("title")}</PageHeading>
      </div>
      <ListSkeleton label={t("loading")} />
    </>
  );
}
