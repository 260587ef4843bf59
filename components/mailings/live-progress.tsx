"use client";

import { useTranslations } from "next-intl";
import { NextStepText } from "@/components/mailings/next-step-text";
import { OutcomeBar } from "@/components/mailings/outcome-bar";
import { useProgress } from "@/components/mailings/use-progress";
import type { NextWords } from "@/components/mailings/use-next-words";
import type { MeasuredPace } from "@/lib/mailings/measured-pace";
import { roughDuration } from "@/lib/mailings/pace";
import type { Progress } from "@/lib/mailings/progress";

interface LiveProgressProps {
  mailingId: string;
  initial: Progress;
  next: NextWords;
}

const LOOK = "rounded-2xl border border-border bg-surface p-5 shadow-surface sm:p-6";

/** What happens next, and what goes out at this moment. Between runs it goes on looking for the next. */
export function LiveProgress({ mailingId, initial, next }: LiveProgressProps) {
  const t = useTranslations("progress");
  const { progress, lost } = useProgress(mailingId, initial);
  const { attempt } = progress;
  return (
    <section className={LOOK} aria-label={t("next.title")}>
      <NextStepText next={next} attempt={attempt} />
      {attempt === null && progress.awaits === "run" && (
        <p className="mt-1 text-sm text-muted">{t("dueText")}</p>
      )}
      {attempt !== null && (
        <OutcomeBar
          attempt={attempt}
          label={t("bar")}
          beside={next.step === "sending" && !lost && <PaceText pace={attempt.pace} />}
        />
      )}
      {lost && <p className="mt-3 text-sm text-danger-soft-foreground">{t("lost")}</p>}
    </section>
  );
}

function PaceText({ pace }: { pace: MeasuredPace | null }) {
  const t = useTranslations("progress");
  if (pace === null) return null;
  const { unit, count } = roughDuration(pace.secondsLeft);
  const rate = t("rate", { count: Math.max(1, Math.round(pace.perMinute)) });
  const text = `${rate}, ${t("timeLeft", { duration: t(unit, { count }) })}`;
  return <span title={t("rateHint")}>{text}</span>;
}
