"use client";

import { Button } from "@/components/ui/button";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionForm } from "@/components/forms/action-form";
import { CheckField } from "@/components/forms/check-field";
import { FormOutcome } from "@/components/forms/form-outcome";
import { TextField } from "@/components/forms/text-field";
import { useActionForm } from "@/components/forms/use-action-form";
import { Notice } from "@/components/ui/notice";
import type { FormAction } from "@/lib/actions/state";
import { closingSchema } from "@/lib/auth/schema";

/** Closing cannot be undone: a first button opens the form, which asks for the password and for being sure. */
export function CloseForm({ close }: { close: FormAction }) {
  const t = useTranslations("profile");
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <ClosingQuestion close={close} cancel={() => setOpen(false)} />;
  return (
    <Button variant="danger-soft" onClick={() => setOpen(true)}>
      {t("close")}
    </Button>
  );
}

function ClosingQuestion({ close, cancel }: { close: FormAction; cancel: () => void }) {
  const t = useTranslations("profile");
  const words = useTranslations("accounts");
  const form = useActionForm({
    action: close,
    schema: closingSchema,
    defaults: { currentPassword: "", sure: false },
  });
  return (
    <ActionForm form={form}>
      <Notice tone="careful">
        <strong>{t("closeTitle")}</strong> {t("closeWarning")}
      </Notice>
      <TextField
        control={form.control}
        name="currentPassword"
        type="password"
        autoComplete="current-password"
        label={words("currentPassword")}
      />
      <CheckField control={form.control} name="sure" label={t("sure")} />
      <FormOutcome form={form} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="danger" isPending={form.isPending}>
          {t("closeConfirm")}
        </Button>
        <Button variant="tertiary" onClick={cancel} disabled={form.isPending}>
          {t("cancel")}
        </Button>
      </div>
    </ActionForm>
  );
}
