import { z } from "zod";
import { fieldName, VIEW_FIELD } from "@/lib/messages/merge-fields";

export const fieldTypes = ["text", "number", "date", "yes_no"] as const;
export type FieldType = (typeof fieldTypes)[number];

/** A field that an owner's recipients may have a value of, beside email, name and comment. */
export interface KnownField {
  id: string;
  /** By which recipients' values are stored and messages name it; never changed. */
  name: string;
  /** What pages call it; "" where that is its name. */
  label: string;
  type: FieldType;
}

/** Known fields of an owner. What an import brings beyond them is stored all the same, as text. */
export const MOST_KNOWN = 200;
export const LONGEST_FIELD_NAME = 60;
export const LONGEST_LABEL = 60;
/** What every recipient has beside fields of their own, and what every email has. */
export const TAKEN_NAMES: readonly string[] = ["email", "name", "comment", VIEW_FIELD];

/** A field's name. Braces and bars end a merge field in a message. */
export const newFieldName = z
  .string()
  .transform(fieldName)
  .pipe(
    z
      .string()
      .min(1, "field_name_missing")
      .max(LONGEST_FIELD_NAME, "field_name_long")
      .refine((name) => !/[{}|\p{Cc}]/u.test(name), "field_name_invalid")
      .refine((name) => !TAKEN_NAMES.includes(name), "field_name_taken"),
  );

const fieldLabel = z
  .string()
  .transform((text) => text.replace(/\s+/g, " ").trim())
  .pipe(
    z
      .string()
      .max(LONGEST_LABEL, "field_label_long")
      .refine((text) => !/\p{Cc}/u.test(text), "control_characters"),
  );

export const fieldInput = z.object({ name: newFieldName, label: fieldLabel, type: z.enum(fieldTypes) });
export const labelInput = z.object({ label: fieldLabel });
export const typeInput = z.object({ type: z.enum(fieldTypes) });

export type FieldInput = z.output<typeof fieldInput>;

/** What pages call a field: without a label its name, which is in lower case, as the beginning of a line. */
export function fieldTitle({ name, label }: Pick<KnownField, "name" | "label">): string {
  return label === "" ? name.charAt(0).toUpperCase() + name.slice(1) : label;
}
