"use client";

import { Button } from "@heroui/react/button";
import { zodResolver } from "@hookform/resolvers/zod";
import { useTranslations } from "next-intl";
import { useActionState, useEffect } from "react";
import { useForm } from "react-hook-form";
import { nothingDone, type ProfileAction } from "@/components/users/account-form";
import { FormField } from "@/components/users/form-field";
import { FormOutcome } from "@/components/users/form-outcome";
import { checkedFirst } from "@/components/users/submitting";
import { passwordChangeSchema } from "@/lib/auth/schema";

export function PasswordForm({ change }: { change: ProfileAction }) {
  const t = useTranslations("profile");
  const words = useTranslations("accounts");
  const [state, submit, isPending] = useActionState(change, nothingDone);
  const { control, handleSubmit, reset } = useForm({
    resolver: zodResolver(passwordChangeSchema),
    defaultValues: { present: "", password: "" },
    errors: state.errors,
  });
  useEffect(() => {
    if (state.done !== null) reset();
  }, [state.done, reset]);
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
      <FormOutcome state={state} isPending={isPending}>
        {t("passwordChanged")}
      </FormOutcome>
      <Button type="submit" variant="secondary" isPending={isPending} className="self-start">
        {t("changePassword")}
      </Button>
    </form>
  );
}
