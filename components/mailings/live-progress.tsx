"use client";

import { useTranslations } from "next-intl";
import { HeldText } from "@/components/mailings/held-text";
import { ProgressFigures } from "@/components/mailings/progress-figures";
import { ProgressTrack } from "@/components/mailings/progress-track";
import { useProgress } from "@/components/mailings/use-progress";
import { roughDuration, type Pace } from "@/lib/mailings/pace";
import type { Progress } from "@/lib/mailings/progress";

interface LiveProgressProps {
  mailingId: string;
  initial: Progress;
  held: boolean;
}

const LOOK = "rounded-2xl border border-border bg-surface p-5 shadow-surface sm:p-6";

/** What goes out at this moment or is about to. Shows nothing between runs, but goes on looking for the next. */
export function LiveProgress({ mailingId, initial, held }: LiveProgressProps) {
  const t = useTranslations("progress");
  const { progress, pace, lost } = useProgress(mailingId, initial);
  const { attempt } = progress;
  if (attempt === null && progress.awaits !== "run") return null;
  if (attempt === null) {
    return (
      <section className={LOOK}>
        <h2 className="font-display text-xl font-semibold">{t("due")}</h2>
        <p className="mt-1 text-sm text-muted">{t("dueText")}</p>
      </section>
    );
  }
  return (
    <section className={LOOK}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 className="font-display text-xl font-semibold">
          {held ? <HeldText attempt={attempt} /> : t("title")}
        </h2>
        <p className="text-sm text-muted tabular-nums">
          {attempt.planning ? t("planning") : <PaceText pace={held ? null : pace} />}
        </p>
      </div>
      <ProgressTrack attempt={attempt} held={held} label={t("bar")} />
      {attempt.planned > 0 && <ProgressFigures attempt={attempt} />}
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
