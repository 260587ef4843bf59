"use client";

import { ProgressBar } from "@heroui/react/progress-bar";
import { useTranslations } from "next-intl";
import { settledOf } from "@/lib/attempts/counts";
import type { AttemptCounts } from "@/lib/mailings/status";

interface ProgressTrackProps {
  attempt: AttemptCounts;
  held: boolean;
  label: string;
  size?: "md" | "lg";
}

/** How much of a run has an outcome: as a bar, in figures, and every tenth to hear. Nothing while nobody is chosen yet. */
export function ProgressTrack({ attempt, held, label, size = "lg" }: ProgressTrackProps) {
  const t = useTranslations("progress");
  const { planned } = attempt;
  if (planned === 0) return null;
  const settled = settledOf(attempt);
  const percent = Math.floor((settled / planned) * 100);
  return (
    <>
      <ProgressBar
        className="mt-4"
        aria-label={label}
        value={percent}
        valueLabel={t("settled", { settled, planned })}
        size={size}
        color={held ? "warning" : "accent"}
      >
        <ProgressBar.Track>
          <ProgressBar.Fill />
        </ProgressBar.Track>
      </ProgressBar>
      <p className="mt-2 text-sm font-medium tabular-nums">{t("settled", { settled, planned })}</p>
      <p className="sr-only" role="status">
        {t("spoken", { percent: Math.floor(percent / 10) * 10 })}
      </p>
    </>
  );
}
