"use client";

import { ProgressBar } from "@heroui/react/progress-bar";
import { useTranslations } from "next-intl";
import { ProgressFigures } from "@/components/mailings/progress-figures";
import { useProgress } from "@/components/mailings/use-progress";
import { settledOf } from "@/lib/attempts/counts";
import { roughDuration, type Pace } from "@/lib/mailings/pace";
import type { Progress } from "@/lib/mailings/progress";

interface LiveProgressProps {
  mailingId: string;
  initial: Progress;
  held: boolean;
}

/** What goes out at this moment. Shows nothing between runs, but goes on looking for the next. */
export function LiveProgress({ mailingId, initial, held }: LiveProgressProps) {
  const t = useTranslations("progress");
  const { progress, pace, lost } = useProgress(mailingId, initial);
  const { attempt } = progress;
  if (attempt === null) return null;

  const settled = settledOf(attempt);
  const percent = attempt.planned === 0 ? 0 : Math.floor((settled / attempt.planned) * 100);
  return (
    <section className="rounded-2xl border border-border bg-surface p-5 shadow-surface sm:p-6">
      <div className="mb-4 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 className="font-display text-xl font-semibold">{held ? t("held") : t("title")}</h2>
        <p className="text-sm text-muted tabular-nums">
          {attempt.planning ? t("planning") : <PaceText pace={held ? null : pace} />}
        </p>
      </div>
      <ProgressBar
        aria-label={t("bar")}
        value={percent}
        valueLabel={t("settled", { settled, planned: attempt.planned })}
        size="lg"
        color={held ? "warning" : "accent"}
      >
        <ProgressBar.Track>
          <ProgressBar.Fill />
        </ProgressBar.Track>
      </ProgressBar>
      <p className="mt-2 text-sm font-medium tabular-nums">
        {t("settled", { settled, planned: attempt.planned })}
      </p>
      <ProgressFigures attempt={attempt} />
      {/* Every tenth is enough to hear. */}
      <p className="sr-only" role="status">
        {t("spoken", { percent: Math.floor(percent / 10) * 10 })}
      </p>
      {lost && <p className="mt-3 text-sm text-danger-soft-foreground">{t("lost")}</p>}
    </section>
  );
}

function PaceText({ pace }: { pace: Pace | null }) {
  const t = useTranslations("progress");
  if (pace === null) return null;
  const { unit, count } = roughDuration(pace.secondsLeft);
  return `${t("rate", { count: Math.max(1, Math.round(pace.perSecond)) })}, ${t("timeLeft", { duration: t(unit, { count }) })}`;
}
