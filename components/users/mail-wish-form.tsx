"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ActionForm } from "@/components/forms/action-form";
import { FormOutcome } from "@/components/forms/form-outcome";
import { TextField } from "@/components/forms/text-field";
import { useActionForm } from "@/components/forms/use-action-form";
import { MailSent } from "@/components/users/mail-sent";
import type { FormAction } from "@/lib/actions/state";
import type { MailSent as Sent } from "@/lib/auth/outcome";
import { mailWishSchema } from "@/lib/auth/schema";

interface MailWishFormProps {
  action: FormAction<Sent>;
  /** What stands above the form until the mail is on its way. */
  heading: ReactNode;
  submitLabel: string;
  /** Which sentence follows, under "accounts". */
  sentText: "forgot" | "register";
  /** What stands below the form. */
  children?: ReactNode;
}

/** An address to which a mail is to go; then the word that it is on its way, whoever it belongs to. */
export function MailWishForm({ action, heading, submitLabel, sentText, children }: MailWishFormProps) {
  const t = useTranslations("accounts");
  const form = useActionForm({ action, schema: mailWishSchema, defaults: { email: "" } });
  if (form.state.status === "done") {
    const { email, inbox } = form.state.value;
    return (
      <MailSent title={t("register.sentTitle")} inbox={inbox}>
        <p>{t(`${sentText}.sent`, { email })}</p>
      </MailSent>
    );
  }
  return (
    <>
      {heading}
      <ActionForm form={form}>
        <FormOutcome form={form} />
        <TextField control={form.control} name="email" type="email" autoComplete="email" label={t("email")} />
        <Button type="submit" size="lg" fullWidth isPending={form.isPending}>
          {submitLabel}
        </Button>
        {children}
      </ActionForm>
    </>
  );
}
