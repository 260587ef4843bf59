import { useTranslations } from "next-intl";
import { Instant } from "@/components/ui/instant";
import { Link } from "@/components/ui/link";
import { withFallbacks } from "@/lib/messages/merge-fields";
import type { NewDraft } from "@/lib/messages/draft-queries";

/** Messages that were begun and not saved, to go on with; nothing where there are none. */
export function NewDrafts({ drafts, timeZone }: { drafts: readonly NewDraft[]; timeZone: string }) {
  const t = useTranslations("messages.drafts");
  if (drafts.length === 0) return null;
  return (
    <section
      aria-label={t("title")}
      className="mb-6 rounded-xl border border-dashed border-border px-4 py-3 text-sm"
    >
      <p className="text-muted">{t("text")}</p>
      <ul className="mt-1 divide-y divide-border">
        {drafts.map(({ messageId, subject, savedAt }) => (
          <li key={messageId} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 py-2">
            <Link
              href={`/messages/new?draft=${messageId}`}
              className="min-w-0 font-medium underline decoration-border underline-offset-3 [overflow-wrap:anywhere] hover:decoration-current"
            >
              {withFallbacks(subject).trim() || t("noSubject")}
            </Link>
            <span className="text-muted">
              <Instant at={savedAt} timeZone={timeZone} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
