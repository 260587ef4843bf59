"use client";

import { Button } from "@heroui/react/button";
import { zodResolver } from "@hookform/resolvers/zod";
import { useTranslations } from "next-intl";
import { useActionState, type ReactNode } from "react";
import { useForm } from "react-hook-form";
import { nothingSent, type MailAction } from "@/components/users/account-form";
import { AccountRefusalNotice } from "@/components/users/account-refusal";
import { FormField } from "@/components/users/form-field";
import { MailSent } from "@/components/users/mail-sent";
import { checkedFirst } from "@/components/users/submitting";
import { mailWishSchema } from "@/lib/auth/schema";

interface MailWishFormProps {
  send: MailAction;
  /** What stands above the form until the mail is on its way. */
  heading: ReactNode;
  submitLabel: string;
  /** Which sentence follows, under "accounts". */
  sentText: "forgot" | "register";
  /** What stands below the form. */
  children?: ReactNode;
}

/** An address to which a mail is to go; then the word that it is on its way, whoever it belongs to. */
export function MailWishForm({ send, heading, submitLabel, sentText, children }: MailWishFormProps) {
  const t = useTranslations("accounts");
  const [state, submit, isPending] = useActionState(send, nothingSent);
  const { control, handleSubmit } = useForm({
    resolver: zodResolver(mailWishSchema),
    defaultValues: { email: state.typed.email },
  });
  if (state.sent !== null) {
    return (
      <MailSent title={t("register.sentTitle")} inbox={state.sent.inbox}>
        <p>{t(`${sentText}.sent`, { email: state.sent.email })}</p>
      </MailSent>
    );
  }
  return (
    <>
      {heading}
      <form
        action={submit}
        onSubmit={checkedFirst(handleSubmit, submit)}
        noValidate
        className="flex flex-col gap-5"
      >
        {state.refusal !== null && !isPending && <AccountRefusalNotice refusal={state.refusal} />}
        <FormField control={control} name="email" type="email" autoComplete="email" label={t("email")} />
        <Button type="submit" size="lg" fullWidth isPending={isPending}>
          {submitLabel}
        </Button>
        {children}
      </form>
    </>
  );
}
