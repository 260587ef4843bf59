"use client";

import { Button } from "@heroui/react/button";
import { Play } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { announce } from "@/components/ui/toasts";
import type { FormAction } from "@/lib/actions/state";
import type { Started } from "@/lib/mailings/start";

interface StartDialogProps {
  start: FormAction<Started>;
  /** Issued with the page: a second click with the same id finds the first attempt. */
  startId: string;
  /** How many it would reach now, those whose address is suppressed taken off. */
  count: number;
  timeZone: string;
  /** A mailing that runs once: its scheduled run is replaced unless the user says otherwise. */
  offersKeeping: boolean;
  disabled: boolean;
}

/** Starts a mailing by hand after asking, and says what follows. */
export function StartDialog({ start, startId, count, timeZone, offersKeeping, disabled }: StartDialogProps) {
  const t = useTranslations("start");
  const [started, setStarted] = useState<Started | null>(null);
  return (
    <div className="flex flex-col gap-4">
      <ConfirmDialog
        opener={
          <Button isDisabled={disabled} fullWidth>
            <Play aria-hidden="true" />
            {t("start")}
          </Button>
        }
        title={t("startTitle", { count })}
        text={t("startText")}
        confirm={t("startConfirm")}
        tone="primary"
        action={start}
        onDone={(value) => {
          setStarted(value);
          if (!value.already) announce(t("announced.start"));
        }}
      >
        {() => (
          <>
            <input type="hidden" name="startId" value={startId} />
            {offersKeeping && (
              <label className="flex cursor-pointer items-start gap-3 text-sm">
                <input type="checkbox" name="keepScheduled" className="mt-1 size-4 accent-accent" />
                <span>
                  {t("keepScheduled")}
                  <span className="block text-muted">{t("keepHint")}</span>
                </span>
              </label>
            )}
          </>
        )}
      </ConfirmDialog>
      {started !== null && <StartedNotice started={started} timeZone={timeZone} />}
    </div>
  );
}

function StartedNotice({ started, timeZone }: { started: Started; timeZone: string }) {
  const t = useTranslations("start");
  const format = useFormatter();
  const comes = started.scheduledRunComes;
  return (
    <Notice tone="good">
      {started.already ? t("already") : t("started")}{" "}
      {comes === null
        ? t("scheduledGone")
        : t("scheduledComes", {
            at: `${format.dateTime(comes, {
              timeZone,
              dateStyle: "medium",
              timeStyle: "short",
              hourCycle: "h23",
            })} (${timeZone})`,
          })}{" "}
      <Link href={`/attempts/${started.attemptId}`} className="underline underline-offset-2">
        {t("show")}
      </Link>
    </Notice>
  );
}
