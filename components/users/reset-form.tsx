"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ActionForm } from "@/components/forms/action-form";
import { FormOutcome } from "@/components/forms/form-outcome";
import { TextField } from "@/components/forms/text-field";
import { useActionForm } from "@/components/forms/use-action-form";
import { FormHeading } from "@/components/users/form-heading";
import type { FormAction } from "@/lib/actions/state";
import { newPasswordSchema } from "@/lib/auth/schema";

interface ResetFormProps {
  action: FormAction;
  /** What stands in its place where the link works no more. */
  gone: ReactNode;
}

export function ResetForm({ action, gone }: ResetFormProps) {
  const t = useTranslations("accounts");
  const form = useActionForm({ action, schema: newPasswordSchema, defaults: { password: "" } });
  if (form.state.status === "refused" && form.state.code === "link_gone") return gone;
  return (
    <>
      <FormHeading title={t("reset.title")}>{t("reset.lead")}</FormHeading>
      <ActionForm form={form}>
        <FormOutcome form={form} />
        <TextField
          control={form.control}
          name="password"
          type="password"
          autoComplete="new-password"
          label={t("newPassword")}
          hint={t("passwordHint")}
        />
        <Button type="submit" size="lg" fullWidth isPending={form.isPending}>
          {t("reset.submit")}
        </Button>
      </ActionForm>
    </>
  );
}
