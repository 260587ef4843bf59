"use client";

import { Button } from "@heroui/react/button";
import { zodResolver } from "@hookform/resolvers/zod";
import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { useForm } from "react-hook-form";
import { nothingDone, type ProfileAction } from "@/components/users/account-form";
import { AccountRefusalNotice } from "@/components/users/account-refusal";
import { FormField } from "@/components/users/form-field";
import { checkedFirst } from "@/components/users/submitting";
import { passwordChangeSchema } from "@/lib/auth/schema";

/** Leads on once the password is changed: the page says so and shows the form anew. */
export function PasswordForm({ change }: { change: ProfileAction }) {
  const t = useTranslations("profile");
  const words = useTranslations("accounts");
  const [state, submit, isPending] = useActionState(change, nothingDone);
  const { control, handleSubmit } = useForm({
    resolver: zodResolver(passwordChangeSchema),
    defaultValues: { present: "", password: "" },
    errors: state.errors,
  });
  return (
    <form
      action={submit}
      onSubmit={checkedFirst(handleSubmit, submit)}
      noValidate
      className="flex flex-col gap-5"
    >
      <FormField
        control={control}
        name="present"
        type="password"
        autoComplete="current-password"
        label={words("present")}
      />
      <FormField
        control={control}
        name="password"
        type="password"
        autoComplete="new-password"
        label={words("newPassword")}
        hint={words("passwordHint")}
      />
      {!isPending && state.refusal !== null && <AccountRefusalNotice refusal={state.refusal} />}
      <Button type="submit" variant="secondary" isPending={isPending} className="self-start">
        {t("changePassword")}
      </Button>
    </form>
  );
}
