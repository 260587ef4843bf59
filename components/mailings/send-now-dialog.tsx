"use client";

import { useTranslations } from "next-intl";
import { QuestionDialog } from "@/components/forms/question-dialog";

interface SendNowDialogProps {
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
  count: number;
  confirm: () => void;
}

/** Asks before a form sends something at once, with the number. */
export function SendNowDialog({ isOpen, setOpen, count, confirm }: SendNowDialogProps) {
  const t = useTranslations("mailingForm");
  return (
    <QuestionDialog
      {...{ isOpen, setOpen }}
      title={t("sendNowTitle", { count })}
      confirm={t("sendNowConfirm")}
      tone="primary"
      submit={confirm}
    >
      {t("sendNowText")}
    </QuestionDialog>
  );
}
