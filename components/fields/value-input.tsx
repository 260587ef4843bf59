"use client";

import { inputVariants } from "@heroui/styles";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { readValue } from "@/lib/fields/read-value";
import { fieldTitle, type KnownField } from "@/lib/fields/schema";

interface ValueInputProps {
  field: KnownField;
  /** As it is stored or typed; "" for none. */
  value: string;
  change: (value: string) => void;
}

/** One value of a recipient, in an input of its field's type. What does not fit it is there to be mended, as text. */
export function ValueInput({ field, value, change }: ValueInputProps) {
  const t = useTranslations("recipientForms");
  const id = useId();
  const { type } = field;
  const read = value === "" ? "" : readValue(type, value);
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium [overflow-wrap:anywhere]">
        {fieldTitle(field)}
      </label>
      <TypedInput {...{ id, type, value, read, change }} />
      {read === null && type !== "text" && (
        <span id={`${id}-hint`} className="text-xs text-muted">
          {t(`unfitHint.${type}`)}
        </span>
      )}
    </div>
  );
}

interface TypedInputProps extends Omit<ValueInputProps, "field"> {
  id: string;
  type: KnownField["type"];
  /** The value as its type has it; null where it does not fit. */
  read: string | null;
}

function TypedInput({ id, type, value, read, change }: TypedInputProps) {
  const fields = useTranslations("fields");
  const t = useTranslations("recipientForms");
  const look = (height: string) => inputVariants({ className: `w-full min-w-0 ${height}` });
  const described = read === null ? `${id}-hint` : undefined;
  if (type === "yes_no")
    return (
      <select
        id={id}
        value={read ?? value}
        aria-describedby={described}
        onChange={(event) => change(event.target.value)}
        className={look("h-10")}
      >
        <option value="">{t("noFieldValue")}</option>
        <option value="yes">{fields("yes")}</option>
        <option value="no">{fields("no")}</option>
        {read === null && <option value={value}>{value}</option>}
      </select>
    );
  if (type === "text" && value.includes("\n"))
    return (
      <textarea
        id={id}
        rows={3}
        value={value}
        onChange={(event) => change(event.target.value)}
        className={look("")}
      />
    );
  const isDate = type === "date" && read !== null;
  return (
    <input
      id={id}
      type={isDate ? "date" : "text"}
      inputMode={type === "number" ? "decimal" : undefined}
      autoComplete="off"
      value={isDate ? read : value}
      aria-describedby={described}
      onChange={(event) => change(event.target.value)}
      className={look("h-10")}
    />
  );
}
