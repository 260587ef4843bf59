"use client";

import { Button } from "@heroui/react/button";
import { FieldError } from "@heroui/react/field-error";
import { Label } from "@heroui/react/label";
import { TextArea } from "@heroui/react/textarea";
import { TextField } from "@heroui/react/textfield";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { SupervisionDialog } from "@/components/admin/supervision-dialog";
import { SupervisionRefusal } from "@/components/admin/supervision-refusal";

interface ReasonDialogProps {
  deed: "block" | "unblock" | "stop" | "lift";
  /** Of the person or the mailing. */
  name: string;
  /** Answers with the code of a refusal, null when done. */
  submit: (reason: string) => Promise<string | null>;
  fullWidth?: boolean;
}

const LONGEST_REASON = 500;

/** Something done to somebody else, for a reason that they and the audit log are told. */
export function ReasonDialog({ deed, name, submit, fullWidth = false }: ReasonDialogProps) {
  const t = useTranslations("supervision");
  const [missing, setMissing] = useState(false);

  function isComplete(form: FormData): boolean {
    const empty = reasonOf(form).trim() === "";
    setMissing(empty);
    return !empty;
  }

  return (
    <SupervisionDialog
      opener={
        <Button
          variant={fullWidth ? "secondary" : "tertiary"}
          size={fullWidth ? "md" : "sm"}
          fullWidth={fullWidth}
        >
          {t(`${deed}.open`)}
        </Button>
      }
      title={t(`${deed}.title`, { name })}
      text={t(`${deed}.text`)}
      confirm={t(`${deed}.confirm`)}
      tone={deed === "block" || deed === "stop" ? "danger" : "primary"}
      isComplete={isComplete}
      submit={(form) => submit(reasonOf(form))}
      done={() => t(`${deed}.done`, { name })}
    >
      <TextField name="reason" isInvalid={missing} isRequired validationBehavior="aria">
        <Label>{t("reason")}</Label>
        <TextArea rows={3} maxLength={LONGEST_REASON} />
        {missing && (
          <FieldError>
            <SupervisionRefusal code="reason_required" />
          </FieldError>
        )}
      </TextField>
    </SupervisionDialog>
  );
}

function reasonOf(form: FormData): string {
  const reason = form.get("reason");
  return typeof reason === "string" ? reason : "";
}
