import { useTranslations } from "next-intl";
import type { AttemptSummary } from "@/lib/attempts/queries";
import { isBrokenConnection } from "@/lib/attempts/broken-connection";

/** The server's answer in words: its own where it gave one, ours where there is none to quote. */
export function AttemptAnswer({ attempt }: { attempt: AttemptSummary }) {
  const t = useTranslations("attempts");
  const { answer, closedAt, closingReason, skippedOccurrences, accepted, planned } = attempt;
  const sentences = [
    answer === null
      ? closedAt === null
        ? t("stillOpen")
        : accepted > 0 && accepted === planned
          ? t("noAnswer")
          : null
      : isBrokenConnection(answer)
        ? t("brokenOff", { error: answer })
        : answer,
    closingReason && t(`closing.${closingReason}`),
    skippedOccurrences > 0 ? t("skippedOccurrences", { count: skippedOccurrences }) : null,
  ].filter((sentence) => sentence !== null);
  if (sentences.length === 0) return <span className="text-muted">{"–"}</span>;
  const text = sentences.join("; ");
  return <span title={text}>{text}</span>;
}
