import { useTranslations } from "next-intl";
import { attemptTones } from "@/components/mailings/status-tones";
import { Instant } from "@/components/ui/instant";
import { StatusChip } from "@/components/ui/status-chip";
import type { AttemptSummary } from "@/lib/attempts/queries";

/** The latest run: how it ended, when, and with how many. */
export function LastAttempt({ attempt, timeZone }: { attempt: AttemptSummary | null; timeZone: string }) {
  const t = useTranslations();
  if (attempt === null) return <span className="text-muted">{t("mailings.neverRan")}</span>;
  const { accepted, planned } = attempt;
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
      <StatusChip tone={attemptTones[attempt.status]}>{t(`statuses.attempt.${attempt.status}`)}</StatusChip>
      <Instant at={attempt.createdAt} timeZone={timeZone} />
      {planned > 0 && (
        <span className="text-xs text-muted tabular-nums">{t("mailings.counts", { accepted, planned })}</span>
      )}
    </span>
  );
}
