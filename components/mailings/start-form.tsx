"use client";

import { Button } from "@heroui/react/button";
import { Play } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useActionState } from "react";
import { RefusalText } from "@/components/mailings/refusal-text";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { useAnnouncedOutcome } from "@/components/ui/toasts";

export interface StartState {
  refusal: string | null;
  /** React empties a form after its action: what was ticked comes back with a refusal. */
  keepScheduled: boolean;
  /** scheduledRunComes: instant of the scheduled run that still follows, ISO 8601. */
  started: { attemptId: string; already: boolean; scheduledRunComes: string | null } | null;
}

interface StartFormProps {
  start: (before: StartState, form: FormData) => Promise<StartState>;
  /** Issued with the page: a second click with the same id finds the first attempt. */
  startId: string;
  timeZone: string;
  /** A mailing that runs once: its scheduled run is replaced unless the person says otherwise. */
  offersKeeping: boolean;
  disabled: boolean;
}

const nothingStarted: StartState = { refusal: null, keepScheduled: false, started: null };

export function StartForm({ start, startId, timeZone, offersKeeping, disabled }: StartFormProps) {
  const t = useTranslations("start");
  const [state, submit, isPending] = useActionState(start, nothingStarted);
  useAnnouncedOutcome(isPending, state.started?.already === false ? t("announced.start") : null);
  return (
    <form action={submit} className="flex flex-col gap-4">
      <input type="hidden" name="startId" value={startId} />
      {offersKeeping && (
        <label className="flex cursor-pointer items-start gap-3 text-sm">
          <input
            type="checkbox"
            name="keepScheduled"
            defaultChecked={state.keepScheduled}
            className="mt-1 size-4 accent-accent"
          />
          <span>
            {t("keepScheduled")}
            <span className="block text-muted">{t("keepHint")}</span>
          </span>
        </label>
      )}
      <Button type="submit" isPending={isPending} isDisabled={disabled} fullWidth>
        <Play aria-hidden="true" />
        {t("start")}
      </Button>
      {!isPending && state.refusal !== null && (
        <Notice tone="bad">
          <RefusalText code={state.refusal} />
        </Notice>
      )}
      {!isPending && state.started !== null && <Started started={state.started} timeZone={timeZone} />}
    </form>
  );
}

function Started({ started, timeZone }: { started: NonNullable<StartState["started"]>; timeZone: string }) {
  const t = useTranslations("start");
  const format = useFormatter();
  const comes = started.scheduledRunComes;
  return (
    <Notice tone="good">
      {started.already ? t("already") : t("started")}{" "}
      {comes === null
        ? t("scheduledGone")
        : t("scheduledComes", {
            at: format.dateTime(new Date(comes), {
              timeZone,
              dateStyle: "medium",
              timeStyle: "short",
              hourCycle: "h23",
            }),
          })}{" "}
      <Link href={`/attempts/${started.attemptId}`} className="underline underline-offset-2">
        {t("show")}
      </Link>
    </Notice>
  );
}
