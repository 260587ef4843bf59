"use client";

import { useTranslations } from "next-intl";
import { QuestionDialog } from "@/components/forms/question-dialog";

interface SendNowDialogProps {
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
  count: number;
  /** Of the message; undefined where it is not among those that the form knows. */
  subject: string | undefined;
  confirm: () => void;
}

/** Asks before a form sends something at once, with the number and the message, which the form chooses by itself. */
export function SendNowDialog({ isOpen, setOpen, count, subject, confirm }: SendNowDialogProps) {
  const t = useTranslations("mailingForm");
  return (
    <QuestionDialog
      {...{ isOpen, setOpen }}
      title={t("sendNowTitle", { count })}
      confirm={t("sendNowConfirm")}
      tone="primary"
      submit={confirm}
    >
      {subject !== undefined && <p className="font-medium">{t("sendNowMessage", { subject })}</p>}
      <p>{t("sendNowText")}</p>
    </QuestionDialog>
  );
}
