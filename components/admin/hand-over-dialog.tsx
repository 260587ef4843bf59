"use client";

import { Button } from "@heroui/react/button";
import { FieldError } from "@heroui/react/field-error";
import { Input } from "@heroui/react/input";
import { Label } from "@heroui/react/label";
import { TextField } from "@heroui/react/textfield";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { SupervisionDialog } from "@/components/admin/supervision-dialog";
import { SupervisionRefusal } from "@/components/admin/supervision-refusal";
import { heirSchema } from "@/lib/users/schema";

interface HandOverDialogProps {
  name: string;
  /** Answers with the code of a refusal, null when done. */
  submit: (heirEmail: string) => Promise<string | null>;
}

/** Gives what somebody owns, and may not use any more, to somebody else. */
export function HandOverDialog({ name, submit }: HandOverDialogProps) {
  const t = useTranslations("supervision");
  const [unknown, setUnknown] = useState(false);

  function isComplete(form: FormData): boolean {
    const fits = heirSchema.safeParse({ heirEmail: form.get("heir") }).success;
    setUnknown(!fits);
    return fits;
  }

  return (
    <SupervisionDialog
      opener={
        <Button variant="tertiary" size="sm">
          {t("handOver.open")}
        </Button>
      }
      title={t("handOver.title", { name })}
      text={t("handOver.text")}
      confirm={t("handOver.confirm")}
      tone="danger"
      isComplete={isComplete}
      submit={(form) => submit(heirOf(form))}
      done={() => t("handOver.done", { name })}
    >
      <TextField name="heir" type="email" isInvalid={unknown} isRequired validationBehavior="aria">
        <Label>{t("handOver.heir")}</Label>
        <Input autoComplete="off" />
        {unknown && (
          <FieldError>
            <SupervisionRefusal code="no_heir" />
          </FieldError>
        )}
      </TextField>
    </SupervisionDialog>
  );
}

function heirOf(form: FormData): string {
  const heir = form.get("heir");
  return typeof heir === "string" ? heir : "";
}
