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
import { emailChangeSchema } from "@/lib/auth/schema";

export function EmailForm({ change }: { change: ProfileAction }) {
  const t = useTranslations("profile");
  const words = useTranslations("accounts");
  const [state, submit, isPending] = useActionState(change, nothingDone);
  const { control, handleSubmit, reset } = useForm({
    resolver: zodResolver(emailChangeSchema),
    defaultValues: { email: "", present: "" },
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
      <FormField control={control} name="email" type="email" autoComplete="email" label={t("newEmail")} />
      <FormField
        control={control}
        name="present"
        type="password"
        autoComplete="current-password"
        label={words("present")}
      />
      <FormOutcome state={state} isPending={isPending}>
        {t("emailSent", { email: state.done?.word ?? "" })}
      </FormOutcome>
      <Button type="submit" variant="secondary" isPending={isPending} className="self-start">
        {t("changeEmail")}
      </Button>
    </form>
  );
}
