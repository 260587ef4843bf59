"use client";

import { inputVariants, textAreaVariants } from "@heroui/styles";
import { useId, type ReactNode } from "react";
import {
  Controller,
  type Control,
  type ControllerRenderProps,
  type FieldPath,
  type FieldValues,
} from "react-hook-form";
import { FieldFrame, stateOfInput } from "@/components/forms/field";
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
  const { control, name, label, hint } = props;
  const id = useId();
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState: { invalid, error } }) => (
        <FieldFrame id={id} label={label} hint={hint} isInvalid={invalid} fault={error?.message}>
          {inputOf(props, { ...field, id, ...stateOfInput(id, invalid, hint) })}
        </FieldFrame>
      )}
    />
  );
}

function inputOf<Fields extends FieldValues>(
  { type = "text", rows, isReadOnly = false, autoComplete = "off", inputClass = "" }: TextFieldProps<Fields>,
  input: ControllerRenderProps<Fields> & { id: string } & ReturnType<typeof stateOfInput>,
): ReactNode {
  if (type === "password") return <PasswordInput {...input} autoComplete={autoComplete} />;
  if (rows !== undefined)
    return (
      <textarea
        {...input}
        rows={rows}
        readOnly={isReadOnly}
        className={textAreaVariants({ className: inputClass })}
      />
    );
  return (
    <input
      {...input}
      type={type}
      readOnly={isReadOnly}
      autoComplete={autoComplete}
      className={inputVariants({ className: inputClass || "h-11" })}
    />
  );
}
