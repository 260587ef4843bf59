"use client";

import { Description } from "@heroui/react/description";
import { FieldError } from "@heroui/react/field-error";
import { Input } from "@heroui/react/input";
import { Label } from "@heroui/react/label";
import { TextArea } from "@heroui/react/textarea";
import { TextField as Field } from "@heroui/react/textfield";
import type { ReactNode } from "react";
import { Controller, type Control, type FieldPath, type FieldValues } from "react-hook-form";
import { FaultText } from "@/components/forms/fault-text";
import { PasswordInput } from "@/components/forms/password-input";

export interface FieldProps<Fields extends FieldValues> {
  // What a resolver makes of the fields is none of a single field's business.
  control: Control<Fields, unknown, unknown>;
  name: FieldPath<Fields>;
  label: string;
  hint?: ReactNode;
}

interface TextFieldProps<Fields extends FieldValues> extends FieldProps<Fields> {
  type?: "text" | "email" | "password" | "tel" | "datetime-local";
  autoComplete?: string;
  /** Lines of a longer text; one line without. */
  rows?: number;
  isReadOnly?: boolean;
  inputClass?: string;
}

/** One line or several, with its fault beside it. */
export function TextField<Fields extends FieldValues>(props: TextFieldProps<Fields>) {
  const { control, name, label, hint, type = "text", isReadOnly } = props;
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState }) => (
        <Field
          name={name}
          type={type}
          value={field.value}
          onChange={field.onChange}
          onBlur={field.onBlur}
          isReadOnly={isReadOnly}
          isInvalid={fieldState.invalid}
          validationBehavior="aria"
        >
          <Label>{label}</Label>
          {inputOf(props, field.ref)}
          {hint !== undefined && !fieldState.invalid && <Description>{hint}</Description>}
          <FieldError>
            <FaultText code={fieldState.error?.message} />
          </FieldError>
        </Field>
      )}
    />
  );
}

function inputOf<Fields extends FieldValues>(
  { type, rows, autoComplete = "off", inputClass = "" }: TextFieldProps<Fields>,
  ref: (element: HTMLElement | null) => void,
): ReactNode {
  if (type === "password") return <PasswordInput ref={ref} autoComplete={autoComplete} />;
  if (rows !== undefined) return <TextArea ref={ref} rows={rows} className={inputClass} />;
  return <Input ref={ref} autoComplete={autoComplete} className={inputClass || "h-11"} />;
}
