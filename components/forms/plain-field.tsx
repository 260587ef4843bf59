"use client";

import { Description } from "@heroui/react/description";
import { FieldError } from "@heroui/react/field-error";
import { Input } from "@heroui/react/input";
import { Label } from "@heroui/react/label";
import { TextArea } from "@heroui/react/textarea";
import { TextField } from "@heroui/react/textfield";
import { FaultText } from "@/components/forms/fault-text";

interface PlainFieldProps {
  name: string;
  label: string;
  hint?: string;
  type?: "text" | "email" | "datetime-local";
  defaultValue?: string;
  /** Lines of a longer text; one line without. */
  rows?: number;
  maxLength?: number;
  isOptional?: boolean;
  /** Code of what is wrong with it. */
  fault: string | undefined;
}

/** A field of a dialog, which no form library watches. */
export function PlainField({
  name,
  label,
  hint,
  type = "text",
  defaultValue,
  rows,
  maxLength,
  isOptional = false,
  fault,
}: PlainFieldProps) {
  return (
    <TextField
      name={name}
      type={type}
      defaultValue={defaultValue}
      isInvalid={fault !== undefined}
      isRequired={!isOptional}
      validationBehavior="aria"
    >
      <Label>{label}</Label>
      {rows === undefined ? (
        <Input autoComplete="off" maxLength={maxLength} />
      ) : (
        <TextArea rows={rows} maxLength={maxLength} />
      )}
      {hint !== undefined && fault === undefined && <Description>{hint}</Description>}
      <FieldError>
        <FaultText code={fault} />
      </FieldError>
    </TextField>
  );
}
