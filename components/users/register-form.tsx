"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/forms/action-form";
import { FormOutcome } from "@/components/forms/form-outcome";
import { TextField } from "@/components/forms/text-field";
import { useActionForm } from "@/components/forms/use-action-form";
import { useTypedRegistration } from "@/components/users/use-typed-registration";
import { FormHeading } from "@/components/users/form-heading";
import { MailSent } from "@/components/users/mail-sent";
import { SendAgain } from "@/components/users/send-again";
import { TextLink } from "@/components/users/text-link";
import { TimeZoneGuess } from "@/components/users/time-zone-guess";
import type { FormAction } from "@/lib/actions/state";
import type { MailSent as Sent } from "@/lib/auth/outcome";
import { registrationSchema } from "@/lib/auth/schema";

interface RegisterFormProps {
  register: FormAction<Sent>;
  sendAgain: FormAction<Sent>;
}

/** Name, address, password; then the word that a mail is on its way. */
export function RegisterForm({ register, sendAgain }: RegisterFormProps) {
  const t = useTranslations("accounts.register");
  const words = useTranslations("accounts");
  const form = useActionForm({
    action: register,
    schema: registrationSchema,
    defaults: { name: "", email: "", password: "" },
  });
  const { control, state, isPending } = form;
  useTypedRegistration(form, state.status === "done");
  if (state.status === "done") {
    const { email, inbox } = state.value;
    return (
      <MailSent title={t("sentTitle")} inbox={inbox}>
        <p>{t("sent", { email })}</p>
        <p>{t("again")}</p>
        <SendAgain email={email} action={sendAgain} />
      </MailSent>
    );
  }
  return (
    <>
      <FormHeading title={t("title")}>{t("lead")}</FormHeading>
      <ActionForm form={form}>
        <FormOutcome form={form} />
        <TextField control={control} name="name" autoComplete="name" label={words("name")} />
        <TextField control={control} name="email" type="email" autoComplete="email" label={words("email")} />
        <TextField
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
      </ActionForm>
    </>
  );
}
