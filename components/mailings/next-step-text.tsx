"use client";

import { useTranslations } from "next-intl";
import { pendingOf } from "@/lib/attempts/counts";
import type { NextWords } from "@/components/mailings/use-next-words";
import type { Progress } from "@/lib/mailings/progress";

interface NextStepTextProps {
  next: NextWords;
  attempt: Progress["attempt"];
}

/** What happens next, in one sentence, and what comes after the run that is open. */
export function NextStepText({ next, attempt }: NextStepTextProps) {
  const t = useTranslations("progress.next");
  const { step, recipients, when, probe } = next;
  const left = attempt === null ? 0 : pendingOf(attempt);
  const isOpen = ["planning", "sending", "waiting", "paused", "held"].includes(step);
  // While recipients are chosen, how many are left is not known.
  const key = attempt?.planning === true && isPlannedToo(step) ? (`${step}Planning` as const) : step;
  return (
    <>
      <h2 className="text-lg leading-snug font-medium text-balance">
        {t(key, { left, recipients, when, probe })}
      </h2>
      {isOpen && when !== "" && (
        <p className="mt-1 text-sm text-balance text-muted">{t(thenKey(next), { when })}</p>
      )}
    </>
  );
}

function isPlannedToo(step: NextWords["step"]): step is "waiting" | "paused" | "held" {
  return step === "waiting" || step === "paused" || step === "held";
}

function thenKey({ step, isDue }: NextWords) {
  const isHeld = step === "paused" || step === "held";
  if (isHeld) return isDue ? "thenHeldDue" : "thenHeld";
  return isDue ? "thenDue" : "then";
}
