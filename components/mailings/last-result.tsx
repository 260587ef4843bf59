import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { attemptTones } from "@/components/mailings/status-tones";
import { ProgressFigures } from "@/components/mailings/progress-figures";
import { Instant } from "@/components/ui/instant";
import { Link } from "@/components/ui/link";
import { StatusChip } from "@/components/ui/status-chip";
import type { AttemptCounts, AttemptStatus } from "@/lib/mailings/status";

interface LastResultProps {
  /** A closed attempt. */
  attempt: AttemptCounts & { id: string; status: AttemptStatus };
  at: Date;
  timeZone: string;
  /** Of which mailing, where many are shown. */
  of?: ReactNode;
}

/** What came of the latest run, where a run in progress would show. */
export function LastResult({ attempt, at, timeZone, of }: LastResultProps) {
  const t = useTranslations();
  const { id, status, planned } = attempt;
  return (
    <section className="rounded-2xl border border-border bg-surface p-5 shadow-surface sm:p-6">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 className="font-display text-xl font-semibold">{t("mailing.lastResult")}</h2>
        {of}
        <StatusChip tone={attemptTones[status]}>{t(`statuses.attempt.${status}`)}</StatusChip>
        <span className="text-sm text-muted">
          <Instant at={at} timeZone={timeZone} /> {t("mailing.inZone", { zone: timeZone })}
        </span>
        <Link
          href={`/attempts/${id}`}
          className="text-sm underline decoration-border underline-offset-4 hover:decoration-current sm:ms-auto"
        >
          {t("start.show")}
        </Link>
      </div>
      {planned === 0 ? (
        <p className="mt-3 text-muted">{t("attempts.nobody")}</p>
      ) : (
        <ProgressFigures attempt={attempt} />
      )}
      {attempt.uncertain > 0 && (
        <p className="mt-4 text-sm text-muted">
          {t("uncertain.onMailing", { count: attempt.uncertain })}{" "}
          <Link href={`/attempts/${id}?status=uncertain#recipients`} className="underline underline-offset-3">
            {t("uncertain.show")}
          </Link>
        </p>
      )}
    </section>
  );
}
