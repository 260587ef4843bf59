"use client";

import { Button } from "@heroui/react/button";
import { inputVariants } from "@heroui/styles";
import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Controller, type Control } from "react-hook-form";
import { z } from "zod";
import { ValueInput } from "@/components/fields/value-input";
import { FaultText } from "@/components/forms/fault-text";
import { fieldTitle, type KnownField } from "@/lib/fields/schema";
import type { MergeField, RecipientFields } from "@/lib/recipients/schema";

interface FieldValuesProps {
  control: Control<RecipientFields, unknown, unknown>;
  name: "fields";
  known: readonly KnownField[];
}

const shape = z.array(z.object({ name: z.string(), value: z.string() }));
/** Known fields that stand in the form without a value; others are shown when asked for. */
const SHOWN = 12;

/** A recipient's values: of each known field, and of new ones. The form sends them as JSON in one field. */
export function FieldValues({ control, name, known }: FieldValuesProps) {
  const t = useTranslations("recipientForms");
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState }) => (
        <fieldset>
          <legend className="text-sm font-medium">{t("fields")}</legend>
          <p className="mt-0.5 text-xs text-muted">{t("fieldsHint")}</p>
          <input type="hidden" name={name} value={field.value} />
          <Values
            known={known}
            values={shape.parse(JSON.parse(field.value))}
            change={(changed) => field.onChange(JSON.stringify(changed))}
          />
          <p role="alert" className="mt-1 text-xs text-danger empty:hidden">
            <FaultText code={fieldState.error?.message ?? faultWithin(fieldState.error)} />
          </p>
        </fieldset>
      )}
    />
  );
}

interface ValuesProps {
  known: readonly KnownField[];
  values: MergeField[];
  change: (changed: MergeField[]) => void;
}

function Values({ known, values, change }: ValuesProps) {
  const t = useTranslations("recipientForms");
  const [opened, setOpened] = useState<readonly string[]>([]);
  // Rows at the end that were added here: their names may become those of known fields while they are typed.
  const [added, setAdded] = useState(0);
  const isOwnRow = (one: MergeField, index: number) =>
    index >= values.length - added || !known.some((field) => field.name === one.name);
  const valueOf = (field: KnownField) =>
    values.find((one, index) => one.name === field.name && !isOwnRow(one, index))?.value ?? "";
  const shown = known.filter(
    (field, index) => index < SHOWN || opened.includes(field.name) || valueOf(field) !== "",
  );
  const hidden = known.filter((field) => !shown.includes(field));

  function setValue({ name }: KnownField, value: string): void {
    const at = values.findIndex((one, index) => one.name === name && !isOwnRow(one, index));
    // It stays where it was emptied.
    setOpened((before) => (before.includes(name) ? before : [...before, name]));
    if (at < 0) change(value === "" ? values : [{ name, value }, ...values]);
    else change(value === "" ? values.toSpliced(at, 1) : values.with(at, { name, value }));
  }

  function remove(index: number): void {
    if (index >= values.length - added) setAdded(added - 1);
    change(values.toSpliced(index, 1));
  }

  return (
    <>
      <div className="mt-3 grid gap-x-4 gap-y-3 sm:grid-cols-2">
        {shown.map((field) => (
          <ValueInput
            key={field.id}
            field={field}
            value={valueOf(field)}
            change={(value) => setValue(field, value)}
          />
        ))}
      </div>
      <div className="mt-3 flex flex-col gap-2 empty:hidden">
        {values.map((one, index) =>
          isOwnRow(one, index) ? (
            <FieldRow
              key={index}
              field={one}
              change={(changed) => change(values.with(index, changed))}
              remove={() => remove(index)}
            />
          ) : null,
        )}
      </div>
      {added > 0 && <p className="mt-1 text-xs text-muted">{t("newFieldHint")}</p>}
      <div className="mt-3 flex flex-wrap gap-2">
        <MoreFields hidden={hidden} show={(name) => setOpened([...opened, name])} />
        <Button
          size="sm"
          variant="secondary"
          onPress={() => {
            setAdded(added + 1);
            change([...values, { name: "", value: "" }]);
          }}
        >
          <Plus aria-hidden="true" />
          {t("addField")}
        </Button>
      </div>
    </>
  );
}

function MoreFields({ hidden, show }: { hidden: readonly KnownField[]; show: (name: string) => void }) {
  const t = useTranslations("recipientForms");
  if (hidden.length === 0) return null;
  return (
    <select
      aria-label={t("showField")}
      value=""
      onChange={(event) => show(event.target.value)}
      className={inputVariants({ className: "h-9 max-w-60" })}
    >
      <option value="">{t("showField")}</option>
      {hidden.map((field) => (
        <option key={field.id} value={field.name}>
          {fieldTitle(field)}
        </option>
      ))}
    </select>
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
