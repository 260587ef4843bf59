import { useTranslations } from "next-intl";
import { FactDetail } from "@/components/ui/facts";
import { pendingOf } from "@/lib/attempts/counts";
import type { AttemptCounts } from "@/lib/mailings/status";

const outcomes = ["accepted", "rejected", "skipped", "cancelled", "uncertain", "pending"] as const;

interface AttemptCountsTextProps {
  /** With their sum. */
  whole?: boolean;
  counts: AttemptCounts & { closedAt: Date | null };
}

/** The ledger's equation of one attempt in words; outcomes that nobody had are left out. */
export function AttemptCountsText({ counts, whole = false }: AttemptCountsTextProps) {
  const t = useTranslations("attempts");
  if (counts.planned === 0) {
    // While it is planned, nobody knows yet how many there will be.
    return <span className="text-muted">{counts.closedAt === null ? "–" : t("nobody")}</span>;
  }
  const figures = { ...counts, pending: pendingOf(counts) };
  const parts = outcomes.filter((outcome) => figures[outcome] > 0 || outcome === "accepted");
  return (
    <span className="tabular-nums">
      {parts.map((outcome) => t(outcome, { count: figures[outcome] })).join(", ")}
      {whole && <FactDetail>{t("ofPlanned", { count: counts.planned })}</FactDetail>}
    </span>
  );
}
