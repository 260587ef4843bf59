"use client";

import { useFormatter, useTranslations } from "next-intl";
import { RefusalText } from "@/components/forms/refusal-text";
import type { AutosaveState } from "@/components/messages/autosaver";
import { Link } from "@/components/ui/link";

interface DraftStateProps {
  state: AutosaveState;
  timeZone: string;
}

/** Whether what is typed is kept, quietly; aloud only when it is not. Its place is there from the first. */
export function DraftState({ state, timeZone }: DraftStateProps) {
  const t = useTranslations("messages.draft");
  const format = useFormatter();
  if (state.status === "failed")
    return (
      <p role="alert" className="min-w-44 flex-1 self-center text-sm text-danger">
        {state.code === "signed_out" ? (
          <>
            {t("signedOut")}{" "}
            <Link
              href={`/login?next=${encodeURIComponent(location.pathname + location.search)}`}
              data-keeps-text=""
              className="font-medium underline underline-offset-4"
            >
              {t("signIn")}
            </Link>
          </>
        ) : state.code === "unreachable" ? (
          t("unreachable")
        ) : (
          <>
            {t("failed")} <RefusalText code={state.code} />
          </>
        )}
      </p>
    );
  return (
    <p className="min-w-44 flex-1 self-center text-sm text-muted tabular-nums" suppressHydrationWarning>
      {state.status === "saving" && t("saving")}
      {state.status === "kept" && t("kept", { time: timeOf(state.at) })}
      {state.status === "saved" && t("saved", { time: timeOf(state.at) })}
    </p>
  );

  /** With the day where it is another. */
  function timeOf(at: number): string {
    const day = (instant: number) => format.dateTime(instant, { timeZone, dateStyle: "short" });
    const isToday = day(at) === day(Date.now());
    return format.dateTime(at, {
      ...{ timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
      ...(!isToday && { day: "numeric", month: "short" }),
    });
  }
}
