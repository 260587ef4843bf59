import { useTranslations } from "next-intl";

/** The list's outline. It stands beside the detail's folder, not above it: a page that may answer 404 must not stream. */
export default function MailingsLoading() {
  const t = useTranslations("mailings");
  return (
    <div role="status" aria-label={t("loading")}>
      <div className="mb-8 h-10 w-48 animate-pulse rounded-lg bg-default" />
      <div className="divide-y divide-separator rounded-xl border border-border bg-surface">
        {Array.from({ length: 6 }, (_, row) => (
          <div key={row} className="flex gap-6 px-4 py-5">
            <div className="h-4 w-2/5 animate-pulse rounded bg-default" />
            <div className="h-4 w-16 animate-pulse rounded bg-default" />
            <div className="h-4 w-1/5 animate-pulse rounded bg-default max-md:hidden" />
          </div>
        ))}
      </div>
    </div>
  );
}
