"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/forms/action-form";
import { FormOutcome } from "@/components/forms/form-outcome";
import { useActionForm } from "@/components/forms/use-action-form";
import type { FormAction } from "@/lib/actions/state";
import type { MailSent } from "@/lib/auth/outcome";
import { mailWishSchema } from "@/lib/auth/schema";

interface SendAgainProps {
  email: string;
  action: FormAction<MailSent>;
}

/** One button: the same mail once more, to the address that the form above had. */
export function SendAgain({ email, action }: SendAgainProps) {
  const t = useTranslations("accounts.register");
  const form = useActionForm({ action, schema: mailWishSchema, defaults: { email } });
  return (
    <ActionForm form={form} className="flex flex-col items-start gap-4">
      <input type="hidden" name="email" value={email} />
      <FormOutcome form={form}>{t("sentAgain")}</FormOutcome>
      <Button type="submit" variant="secondary" isPending={form.isPending}>
        {t("sendAgain")}
      </Button>
    </ActionForm>
  );
}
