"use client";

import { Description } from "@heroui/react/description";
import { FieldError } from "@heroui/react/field-error";
import { Input } from "@heroui/react/input";
import { Label } from "@heroui/react/label";
import { TextField } from "@heroui/react/textfield";
import { Controller, type Control, type FieldPath, type FieldValues } from "react-hook-form";
import { FaultText } from "@/components/users/fault-text";
import { PasswordInput } from "@/components/forms/password-input";

export interface FormFieldProps<Fields extends FieldValues> {
  // What a resolver makes of the fields is none of a single field's business.
  control: Control<Fields, unknown, unknown>;
  name: FieldPath<Fields>;
  label: string;
  type?: "text" | "email" | "password" | "tel";
  autoComplete?: string;
  hint?: string;
}

/** One line of a form of accounts, with its fault beside it. */
export function FormField<Fields extends FieldValues>({
  control,
  name,
  label,
  type = "text",
  autoComplete = "off",
  hint,
}: FormFieldProps<Fields>) {
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState }) => (
        <TextField
          name={name}
          type={type}
          value={field.value}
          onChange={field.onChange}
          onBlur={field.onBlur}
          isInvalid={fieldState.invalid}
          validationBehavior="aria"
        >
          <Label>{label}</Label>
          {type === "password" ? (
            <PasswordInput ref={field.ref} autoComplete={autoComplete} />
          ) : (
            <Input ref={field.ref} autoComplete={autoComplete} className="h-11" />
          )}
          {hint !== undefined && !fieldState.invalid && <Description>{hint}</Description>}
          <FieldError>
            <FaultText code={fieldState.error?.message} />
          </FieldError>
        </TextField>
      )}
    />
  );
}
