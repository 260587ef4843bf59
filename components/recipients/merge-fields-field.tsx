"use client";

import { Button } from "@heroui/react/button";
import { inputVariants } from "@heroui/styles";
import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Controller, type Control } from "react-hook-form";
import { z } from "zod";
import { FaultText } from "@/components/forms/fault-text";
import type { MergeField, RecipientFields } from "@/lib/recipients/schema";

interface MergeFieldsFieldProps {
  control: Control<RecipientFields, unknown, unknown>;
  name: "fields";
}

const shape = z.array(z.object({ name: z.string(), value: z.string() }));

/** Names and values of a recipient's own, any number of them. The form sends them as JSON in one field. */
export function MergeFieldsField({ control, name }: MergeFieldsFieldProps) {
  const t = useTranslations("recipientForms");
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState }) => {
        const fields = shape.parse(JSON.parse(field.value));
        const change = (changed: MergeField[]) => field.onChange(JSON.stringify(changed));
        return (
          <fieldset>
            <legend className="text-sm font-medium">{t("fields")}</legend>
            <p className="mt-0.5 text-xs text-muted">{t("fieldsHint")}</p>
            <input type="hidden" name={name} value={field.value} />
            <div className="mt-2 flex flex-col gap-2">
              {fields.map((one, index) => (
                <FieldRow
                  key={index}
                  field={one}
                  change={(changed) => change(fields.with(index, changed))}
                  remove={() => change(fields.toSpliced(index, 1))}
                />
              ))}
            </div>
            <p role="alert" className="mt-1 text-xs text-danger empty:hidden">
              <FaultText code={fieldState.error?.message ?? faultWithin(fieldState.error)} />
            </p>
            <Button
              size="sm"
              variant="secondary"
              className="mt-2"
              onPress={() => change([...fields, { name: "", value: "" }])}
            >
              <Plus aria-hidden="true" />
              {t("addField")}
            </Button>
          </fieldset>
        );
      }}
    />
  );
}

interface FieldRowProps {
  field: MergeField;
  change: (changed: MergeField) => void;
  remove: () => void;
}

function FieldRow({ field, change, remove }: FieldRowProps) {
  const t = useTranslations("recipientForms");
  const look = inputVariants({ className: "h-10 w-full min-w-0" });
  return (
    <div className="flex gap-2">
      <input
        aria-label={t("fieldName")}
        placeholder={t("fieldName")}
        value={field.name}
        onChange={(event) => change({ ...field, name: event.target.value })}
        className={look}
      />
      <input
        aria-label={t("fieldValue")}
        placeholder={t("fieldValue")}
        value={field.value}
        onChange={(event) => change({ ...field, value: event.target.value })}
        className={look}
      />
      <Button
        isIconOnly
        variant="tertiary"
        className="shrink-0"
        aria-label={t("removeField", { name: field.name })}
        onPress={remove}
      >
        <X aria-hidden="true" />
      </Button>
    </div>
  );
}

/** The code of the first fault among names and values, which the resolver nests by row. */
function faultWithin(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  if ("message" in error && typeof error.message === "string") return error.message;
  for (const part of Object.values(error)) {
    const found = faultWithin(part);
    if (found !== undefined) return found;
  }
  return undefined;
}
