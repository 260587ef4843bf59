import { useTranslations } from "next-intl";
import type { AttemptSummary } from "@/lib/attempts/queries";

/** The server's answer in words: its own where it refused, ours where there is none to quote. */
export function AttemptAnswer({ attempt }: { attempt: AttemptSummary }) {
  const t = useTranslations("attempts");
  const { answer, closedAt, closingReason, skippedOccurrences, accepted, planned } = attempt;
  const sentences = [
    answer ??
      (closedAt === null ? t("stillOpen") : accepted > 0 && accepted === planned ? t("noAnswer") : null),
    closingReason && t(`closing.${closingReason}`),
    skippedOccurrences > 0 ? t("skippedOccurrences", { count: skippedOccurrences }) : null,
  ].filter((sentence) => sentence !== null);
  if (sentences.length === 0) return <span className="text-muted">{"–"}</span>;
  return (
    <span className="flex flex-col gap-0.5">
      {sentences.map((sentence) => (
        <span key={sentence}>{sentence}</span>
      ))}
    </span>
  );
}
