"use client";

import { Button } from "@/components/ui/button";
import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/forms/action-form";
import { FormOutcome } from "@/components/forms/form-outcome";
import { TextField } from "@/components/forms/text-field";
import { useActionForm } from "@/components/forms/use-action-form";
import type { FormAction } from "@/lib/actions/state";
import { passwordChangeSchema } from "@/lib/auth/schema";

/** Leads on once the password is changed: the page says so and shows the form anew. */
export function PasswordForm({ change }: { change: FormAction<boolean> }) {
  const t = useTranslations("profile");
  const words = useTranslations("accounts");
  const form = useActionForm({
    action: change,
    schema: passwordChangeSchema,
    defaults: { currentPassword: "", password: "" },
  });
  return (
    <ActionForm form={form}>
      <TextField
        control={form.control}
        name="currentPassword"
        type="password"
        autoComplete="current-password"
        label={words("currentPassword")}
      />
      <TextField
        control={form.control}
        name="password"
        type="password"
        autoComplete="new-password"
        label={words("newPassword")}
        hint={words("passwordHint")}
      />
      <FormOutcome form={form} />
      <Button type="submit" variant="secondary" isPending={form.isPending} className="self-start">
        {t("changePassword")}
      </Button>
    </ActionForm>
  );
}
