"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { TypeSelect } from "@/components/fields/type-select";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { PlainField } from "@/components/forms/plain-field";
import type { FormAction } from "@/lib/actions/state";
import { fieldInput, LONGEST_FIELD_NAME, LONGEST_LABEL } from "@/lib/fields/schema";

/** Asks for a field's name, what pages call it, and its type. */
export function CreateField({ action }: { action: FormAction<{ id: string }> }) {
  const t = useTranslations("fields");
  return (
    <ConfirmDialog
      opener={<Button>{t("new")}</Button>}
      title={t("newTitle")}
      text={null}
      confirm={t("create")}
      tone="primary"
      action={action}
      schema={fieldInput}
      done={t("created")}
    >
      {(faults) => (
        <>
          <PlainField
            name="name"
            label={t("name")}
            hint={t("nameHint")}
            maxLength={LONGEST_FIELD_NAME}
            fault={faults["name"]}
          />
          <PlainField
            name="label"
            label={t("label")}
            hint={t("labelHint")}
            maxLength={LONGEST_LABEL}
            isOptional
            fault={faults["label"]}
          />
          <TypeSelect type="text" />
        </>
      )}
    </ConfirmDialog>
  );
}
