"use client";

import { Button } from "@heroui/react/button";
import { zodResolver } from "@hookform/resolvers/zod";
import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { useForm } from "react-hook-form";
import { nothingSent, type MailAction } from "@/components/users/account-form";
import { AccountRefusalNotice } from "@/components/users/account-refusal";
import { FormField } from "@/components/users/form-field";
import { FormHeading } from "@/components/users/form-heading";
import { MailSent } from "@/components/users/mail-sent";
import { SendAgain } from "@/components/users/send-again";
import { checkedFirst } from "@/components/users/submitting";
import { TextLink } from "@/components/users/text-link";
import { TimeZoneGuess } from "@/components/users/time-zone-guess";
import { registrationSchema } from "@/lib/auth/schema";

interface RegisterFormProps {
  register: MailAction;
  sendAgain: MailAction;
}

/** Name, address, password; then the word that a mail is on its way. */
export function RegisterForm({ register, sendAgain }: RegisterFormProps) {
  const t = useTranslations("accounts.register");
  const words = useTranslations("accounts");
  const [state, submit, isPending] = useActionState(register, nothingSent);
  const { control, handleSubmit } = useForm({
    resolver: zodResolver(registrationSchema),
    defaultValues: { ...state.typed, password: "" },
  });
  if (state.sent !== null) {
    return (
      <MailSent title={t("sentTitle")} inbox={state.sent.inbox}>
        <p>{t("sent", { email: state.sent.email })}</p>
        <p>{t("again")}</p>
        <SendAgain email={state.sent.email} send={sendAgain} label={t("sendAgain")} />
      </MailSent>
    );
  }
  return (
    <>
      <FormHeading title={t("title")}>{t("lead")}</FormHeading>
      <form
        action={submit}
        onSubmit={checkedFirst(handleSubmit, submit)}
        noValidate
        className="flex flex-col gap-5"
      >
        {state.refusal !== null && !isPending && <AccountRefusalNotice refusal={state.refusal} />}
        <FormField control={control} name="name" autoComplete="name" label={words("name")} />
        <FormField control={control} name="email" type="email" autoComplete="email" label={words("email")} />
        <FormField
          control={control}
          name="password"
          type="password"
          autoComplete="new-password"
          label={words("password")}
          hint={words("passwordHint")}
        />
        <TimeZoneGuess />
        <Button type="submit" size="lg" fullWidth isPending={isPending} className="mt-1">
          {t("submit")}
        </Button>
        <p className="text-sm text-muted">
          {t("have")} <TextLink href="/login">{t("signIn")}</TextLink>
        </p>
      </form>
    </>
  );
}
