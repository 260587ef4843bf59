"use client";

import { Button } from "@heroui/react/button";
import { inputVariants } from "@heroui/styles";
import { Braces } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { PlainField } from "@/components/forms/plain-field";
import type { ActionState } from "@/lib/actions/state";
import type { OfferedField } from "@/lib/fields/queries";

interface FieldDialogProps {
  /** The owner's own. */
  fields: readonly OfferedField[];
  insert: (field: string) => void;
}

/** Puts a merge field with its fallback where the cursor was. */
export function FieldDialog({ fields, insert }: FieldDialogProps) {
  const t = useTranslations("messages.toolbar");
  const format = useFormatter();
  function told({ title, lacking, isEstimate }: OfferedField): string {
    if (lacking === 0) return title;
    const number = format.number(isEstimate ? Number(lacking.toPrecision(2)) : lacking);
    return t(isEstimate ? "fieldLackingAbout" : "fieldLacking", { title, number });
  }
  async function put(_before: ActionState, form: FormData): Promise<ActionState> {
    const name = textOf(form, "field");
    const fallback = textOf(form, "fallback").replace(/[{}|]/g, "").trim();
    insert(fallback === "" ? `{{${name}}}` : `{{${name}|${fallback}}}`);
    return { status: "done", value: null, at: Date.now() };
  }
  return (
    <ConfirmDialog
      opener={
        <Button variant="ghost" size="sm">
          <Braces aria-hidden="true" className="size-4" />
          {t("field")}
        </Button>
      }
      title={t("field")}
      text={t("fieldText")}
      confirm={t("insert")}
      tone="primary"
      action={put}
    >
      {() => (
        <>
          <label className="flex flex-col gap-1.5 text-sm font-medium text-foreground">
            {t("fieldName")}
            <select name="field" className={inputVariants({ className: "h-11" })}>
              <option value="name">{t("fieldNames.name")}</option>
              <option value="email">{t("fieldNames.email")}</option>
              {fields.map((field) => (
                <option key={field.name} value={field.name}>
                  {told(field)}
                </option>
              ))}
            </select>
          </label>
          <PlainField
            name="fallback"
            label={t("fallback")}
            hint={t("fallbackHint")}
            maxLength={200}
            isOptional
            fault={undefined}
          />
        </>
      )}
    </ConfirmDialog>
  );
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
