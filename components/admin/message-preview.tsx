import { useTranslations } from "next-intl";

/**
 * A message as its owner wrote it. The sandbox allows nothing at all: no script, no form, no way out; and the
 * page's own policy, which holds inside too, loads no picture from elsewhere, so nobody learns who looked.
 */
export function MessagePreview({ subject, html }: { subject: string; html: string }) {
  const t = useTranslations("admin.message");
  return (
    <div className="overflow-hidden rounded-xl border border-border bg-white shadow-surface">
      <iframe sandbox="" srcDoc={html} title={`${t("preview")}: ${subject}`} className="h-[36rem] w-full" />
    </div>
  );
}
