"use client";

import { Button } from "@heroui/react/button";
import { Flag, Pause, StepForward } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionButton } from "@/components/forms/action-button";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import type { FormAction } from "@/lib/actions/state";

interface MailingControlsProps {
  commands: Record<"pause" | "resume" | "finish", FormAction>;
  paused: boolean;
  /** Nothing is left to pause or to finish. */
  finished: boolean;
}

/** Pause or resume, and finish after a confirmation: it closes what has not gone out. */
export function MailingControls({ commands, paused, finished }: MailingControlsProps) {
  const t = useTranslations("start");
  // From the click on: the page shows it finished once what was on its way is settled.
  const [isEnding, setEnding] = useState(false);
  if (finished && isEnding) setEnding(false);
  const ended = finished || isEnding;
  const toggle = paused ? "resume" : "pause";
  return (
    <div className="flex flex-wrap gap-2">
      <ActionButton
        key={toggle}
        action={commands[toggle]}
        done={t(`announced.${toggle}`)}
        variant="tertiary"
        isDisabled={ended && !(finished && paused)}
        fullWidth
        className="flex-1"
      >
        {paused ? <StepForward aria-hidden="true" /> : <Pause aria-hidden="true" />}
        {t(toggle)}
      </ActionButton>
      <ConfirmDialog
        opener={
          <Button variant="tertiary" isDisabled={ended} className="flex-1">
            <Flag aria-hidden="true" />
            {t("finish")}
          </Button>
        }
        title={t("finishTitle")}
        text={t("finishText")}
        confirm={t("finishConfirm")}
        tone="danger"
        action={commands.finish}
        done={t("announced.finish")}
        onDone={() => setEnding(true)}
      />
    </div>
  );
}
