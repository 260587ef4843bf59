import { useTranslations } from "next-intl";
import { pendingOf } from "@/lib/attempts/counts";
import type { AttemptCounts } from "@/lib/mailings/status";

const outcomes = ["accepted", "rejected", "skipped", "cancelled", "uncertain", "pending"] as const;

interface AttemptCountsTextProps {
  counts: AttemptCounts & { closedAt: Date | null };
}

/** The ledger's equation of one attempt in words; outcomes that nobody had are left out. */
export function AttemptCountsText({ counts }: AttemptCountsTextProps) {
  const t = useTranslations("attempts");
  if (counts.planned === 0) {
    // While it is planned, nobody knows yet how many there will be.
    return <span className="text-muted">{counts.closedAt === null ? "–" : t("nobody")}</span>;
  }
  const figures = { ...counts, pending: pendingOf(counts) };
  const parts = outcomes.filter((outcome) => figures[outcome] > 0 || outcome === "accepted");
  return (
    <span className="flex flex-col tabular-nums md:min-w-36">
      <span>{parts.map((outcome) => t(outcome, { count: figures[outcome] })).join(", ")}</span>
      <span className="text-xs whitespace-nowrap text-muted">
        {t("ofPlanned", { count: counts.planned })}
      </span>
    </span>
  );
}
