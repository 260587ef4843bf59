"use client";

import { useTranslations } from "next-intl";
import { useAboutNumber } from "@/components/lists/use-about-number";
import { QuestionDialog } from "@/components/forms/question-dialog";
import { isExact, type ShownForecast } from "@/components/mailings/use-forecast";
import { withFallbacks } from "@/lib/messages/merge-fields";

interface SendNowDialogProps {
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
  shown: ShownForecast;
  /** Of the message; undefined where it is not among those that the form knows. */
  subject: string | undefined;
  confirm: () => void;
}

/** Asks before a form sends something at once, with the number and the message, which the form chooses by itself. */
export function SendNowDialog({ isOpen, setOpen, shown, subject, confirm }: SendNowDialogProps) {
  const t = useTranslations("mailingForm");
  const aboutNumber = useAboutNumber();
  const receive = shown.forecast?.receive ?? 0;
  const isCounted = isExact(shown);
  return (
    <QuestionDialog
      {...{ isOpen, setOpen }}
      title={isCounted ? t("sendNowTitle", { count: receive }) : t("sendNowTitleUnknown")}
      confirm={t("sendNowConfirm")}
      tone="primary"
      submit={confirm}
    >
      {subject !== undefined && (
        <p className="font-medium">{t("sendNowMessage", { subject: withFallbacks(subject) })}</p>
      )}
      {!isCounted && (
        <p>{shown.isOld ? t("sendNowCounting") : t("sendNowAbout", { about: aboutNumber(receive) })}</p>
      )}
      <p>{t("sendNowText")}</p>
    </QuestionDialog>
  );
}
