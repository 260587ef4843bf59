"use client";

import { Button } from "@heroui/react/button";
import { Pause, StepForward } from "lucide-react";
import { useTranslations } from "next-intl";
import { startTransition, useActionState, useState } from "react";
import { FinishDialog } from "@/components/mailings/finish-dialog";
import { RefusalText } from "@/components/mailings/refusal-text";
import { Notice } from "@/components/ui/notice";
import { useAnnouncedOutcome } from "@/components/ui/toasts";

export type MailingCommand = "pause" | "resume" | "finish";

interface MailingControlsProps {
  command: (before: string | null, form: FormData) => Promise<string | null>;
  paused: boolean;
  finished: boolean;
}

/** Pause or resume, and finish after a confirmation. Answers with the code of a refusal or null. */
export function MailingControls({ command, paused, finished }: MailingControlsProps) {
  const t = useTranslations("start");
  const [refusal, submit, isPending] = useActionState(command, null);
  const [asked, setAsked] = useState<MailingCommand>("pause");
  useAnnouncedOutcome(isPending, refusal === null ? t(`announced.${asked}`) : null);
  const toggle = paused ? "resume" : "pause";

  function finish(): void {
    setAsked("finish");
    const form = new FormData();
    form.set("command", "finish" satisfies MailingCommand);
    startTransition(() => {
      submit(form);
    });
  }

  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-2">
        <form
          action={submit}
          onSubmit={() => {
            setAsked(toggle);
          }}
          className="flex-1"
        >
          <input type="hidden" name="command" value={toggle} />
          <Button
            type="submit"
            variant="tertiary"
            isPending={isPending}
            isDisabled={finished && !paused}
            fullWidth
          >
            {paused ? <StepForward aria-hidden="true" /> : <Pause aria-hidden="true" />}
            {paused ? t("resume") : t("pause")}
          </Button>
        </form>
        <FinishDialog finish={finish} disabled={finished || isPending} />
      </div>
      {!isPending && refusal !== null && (
        <Notice tone="bad">
          <RefusalText code={refusal} />
        </Notice>
      )}
    </div>
  );
}
