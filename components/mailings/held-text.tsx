"use client";

import { useTranslations } from "next-intl";
import { pendingOf } from "@/lib/attempts/counts";
import type { Progress } from "@/lib/mailings/progress";

/** That a run is held, and how many it has left; while it is planned, that is not known. */
export function HeldText({ attempt }: { attempt: Omit<NonNullable<Progress["attempt"]>, "pace"> }) {
  const t = useTranslations("progress");
  return attempt.planning ? t("heldPlanning") : t("held", { left: pendingOf(attempt) });
}
