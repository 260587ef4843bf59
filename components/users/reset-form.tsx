"use client";

import { Button } from "@heroui/react/button";
import { zodResolver } from "@hookform/resolvers/zod";
import { useTranslations } from "next-intl";
import { useActionState, type ReactNode } from "react";
import { useForm } from "react-hook-form";
import type { AccountRefusal } from "@/components/users/account-form";
import { AccountRefusalNotice } from "@/components/users/account-refusal";
import { FormField } from "@/components/users/form-field";
import { FormHeading } from "@/components/users/form-heading";
import { checkedFirst } from "@/components/users/submitting";
import { newPasswordSchema } from "@/lib/auth/schema";

export interface ResetState {
  gone: boolean;
  refusal: AccountRefusal | null;
}

interface ResetFormProps {
  reset: (before: ResetState, form: FormData) => Promise<ResetState>;
  /** What stands in its place where the link works no more. */
  gone: ReactNode;
}

export function ResetForm({ reset, gone }: ResetFormProps) {
  const t = useTranslations("accounts");
  const [state, submit, isPending] = useActionState(reset, { gone: false, refusal: null });
  const { control, handleSubmit } = useForm({
    resolver: zodResolver(newPasswordSchema),
    defaultValues: { password: "" },
  });
  if (state.gone) return gone;
  return (
    <>
      <FormHeading title={t("reset.title")}>{t("reset.lead")}</FormHeading>
      <form
        action={submit}
        onSubmit={checkedFirst(handleSubmit, submit)}
        noValidate
        className="flex flex-col gap-5"
      >
        {state.refusal !== null && !isPending && <AccountRefusalNotice refusal={state.refusal} />}
        <FormField
          control={control}
          name="password"
          type="password"
          autoComplete="new-password"
          label={t("newPassword")}
          hint={t("passwordHint")}
        />
        <Button type="submit" size="lg" fullWidth isPending={isPending}>
          {t("reset.submit")}
        </Button>
      </form>
    </>
  );
}
