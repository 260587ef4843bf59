"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { PlainField } from "@/components/forms/plain-field";
import { ReasonDialog } from "@/components/forms/reason-dialog";
import { ConcernedMailings } from "@/components/recipients/concerned-mailings";
import { announce } from "@/components/ui/toasts";
import type { FormAction } from "@/lib/actions/state";
import { shownEmail } from "@/lib/email-address";
import type { Erased } from "@/lib/erasing/commands";
import type { Changed } from "@/lib/recipients/chosen";
import type { ConcernedMailings as Concerned } from "@/lib/recipients/mailings-of";
import type { SuppressionReason } from "@/lib/recipients/schema";
import type { TakenOff } from "@/lib/sending/resend";
import { suppressionInput } from "@/lib/suppressions/schema";

type Suppress = FormAction<{ added: number; already: number; erased: number }>;

interface DeleteRecipientProps {
  email: string;
  action: FormAction<Changed>;
  concerned: Concerned;
}

export function DeleteRecipient({ email, action, concerned }: DeleteRecipientProps) {
  const t = useTranslations("recipientForms");
  return (
    <ConfirmDialog
      opener={<Button variant="danger-soft">{t("delete")}</Button>}
      title={t("deleteTitle", { email: shownEmail(email) })}
      text={
        <>
          <p className="mb-3">{t("deleteText")}</p>
          <ConcernedMailings concerned={concerned} kind="recipients" />
        </>
      }
      confirm={t("deleteConfirm")}
      tone="danger"
      action={action}
    />
  );
}

/** Erases a person; what goes, what stays and that there is no way back stands in the dialog. */
export function EraseRecipient({ email, action }: { email: string; action: FormAction<Erased> }) {
  const t = useTranslations("recipientForms");
  return (
    <ConfirmDialog
      opener={<Button variant="danger-soft">{t("erase")}</Button>}
      title={t("eraseTitle", { email: shownEmail(email) })}
      text={
        <div className="flex flex-col gap-3">
          <p>{t("eraseGoes")}</p>
          <p>{t("eraseStays")}</p>
          <p>{t("eraseDiffers")}</p>
        </div>
      }
      confirm={t("eraseConfirm")}
      tone="danger"
      action={action}
    />
  );
}

/** Suppresses the address of a recipient. */
export function SuppressRecipient({ email, action }: { email: string; action: Suppress }) {
  const t = useTranslations("recipientForms");
  return (
    <ConfirmDialog
      opener={<Button variant="secondary">{t("suppress")}</Button>}
      title={t("suppressTitle", { email: shownEmail(email) })}
      text={t("suppressText")}
      confirm={t("suppressConfirm")}
      tone="primary"
      action={action}
      schema={suppressionInput}
      onDone={({ added }) => announce(added === 0 ? t("suppressedNone") : t("suppressed", { added }))}
    >
      {(faults) => (
        <>
          <input type="hidden" name="emails" value={email} />
          <PlainField name="note" label={t("note")} fault={faults.note} isOptional />
        </>
      )}
    </ConfirmDialog>
  );
}

export type LiftAction = FormAction<{ email: string; provider: TakenOff }>;

interface LiftSuppressionProps {
  email: string;
  reason: SuppressionReason;
  action: LiftAction;
}

export function LiftSuppression({ email, reason, action }: LiftSuppressionProps) {
  const t = useTranslations("recipientForms");
  const asked = reason === "unsubscribed" || reason === "complained";
  return (
    <ReasonDialog
      opener={
        <Button size="sm" variant="secondary">
          {t("lift")}
        </Button>
      }
      title={t("liftTitle", { email: shownEmail(email) })}
      text={
        <div className="flex flex-col gap-3">
          <p>{asked ? t("liftUnsubscribed") : t("liftText")}</p>
          <p>{t("liftProvider")}</p>
        </div>
      }
      confirm={t("liftConfirm")}
      tone="primary"
      action={action}
      onDone={({ provider }) => announce(t(`liftedAnd.${provider}`))}
    />
  );
}
