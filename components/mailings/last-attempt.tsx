import { useTranslations } from "next-intl";
import { attemptTones } from "@/components/mailings/status-tones";
import { Instant } from "@/components/ui/instant";
import { StatusChip } from "@/components/ui/status-chip";
import type { AttemptSummary } from "@/lib/attempts/queries";

interface LastAttemptProps {
  attempt: AttemptSummary | null;
  timeZone: string;
  /** Left out where more columns need the room. */
  withCounts: boolean;
}

/** The latest run: how it ended, when, and with how many. */
export function LastAttempt({ attempt, timeZone, withCounts }: LastAttemptProps) {
  const t = useTranslations();
  if (attempt === null) return <span className="text-muted">{t("mailings.neverRan")}</span>;
  const { accepted, planned } = attempt;
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
      <StatusChip tone={attemptTones[attempt.status]}>{t(`statuses.attempt.${attempt.status}`)}</StatusChip>
      <Instant at={attempt.createdAt} timeZone={timeZone} />
      {withCounts && planned > 0 && (
        <span className="text-xs text-muted tabular-nums">{t("mailings.counts", { accepted, planned })}</span>
      )}
    </span>
  );
}
