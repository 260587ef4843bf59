"use client";

import { Button } from "@/components/ui/button";
import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/forms/action-form";
import { FormOutcome } from "@/components/forms/form-outcome";
import { TextField } from "@/components/forms/text-field";
import { useActionForm } from "@/components/forms/use-action-form";
import { InboxLink } from "@/components/users/inbox-link";
import type { FormAction } from "@/lib/actions/state";
import type { MailSent } from "@/lib/auth/outcome";
import { emailChangeSchema } from "@/lib/auth/schema";
import { shownEmail } from "@/lib/email-address";

export function EmailForm({ change }: { change: FormAction<MailSent> }) {
  const t = useTranslations("profile");
  const words = useTranslations("accounts");
  const form = useActionForm({
    action: change,
    schema: emailChangeSchema,
    defaults: { email: "", currentPassword: "" },
    onDone: clear,
  });
  const { control, state, isPending } = form;

  function clear(): void {
    form.reset();
  }

  return (
    <ActionForm form={form}>
      <TextField control={control} name="email" type="email" autoComplete="email" label={t("newEmail")} />
      <TextField
        control={control}
        name="currentPassword"
        type="password"
        autoComplete="current-password"
        label={words("currentPassword")}
      />
      <FormOutcome form={form}>
        {state.status === "done" && (
          <>
            {t("emailSent", { email: shownEmail(state.value.email) })}{" "}
            {state.value.inbox !== null && <InboxLink inbox={state.value.inbox} />}
          </>
        )}
      </FormOutcome>
      <Button type="submit" variant="secondary" isPending={isPending} className="self-start">
        {t("changeEmail")}
      </Button>
    </ActionForm>
  );
}
