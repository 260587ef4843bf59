"use client";

import { FieldError } from "@heroui/react/field-error";
import { Input } from "@heroui/react/input";
import { Label } from "@heroui/react/label";
import { TextField } from "@heroui/react/textfield";
import { useTranslations } from "next-intl";
import { Controller, type Control } from "react-hook-form";
import type { SignInInput } from "@/lib/auth/schema";

interface SignInFieldProps {
  control: Control<SignInInput>;
  name: keyof SignInInput;
  type: "email" | "password";
  autoComplete: string;
  label: string;
}

type Fault = "email_missing" | "email_invalid" | "password_missing" | "password_long";

export function SignInField({ control, name, type, autoComplete, label }: SignInFieldProps) {
  const t = useTranslations("login.faults");
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
          <Input ref={field.ref} autoComplete={autoComplete} className="h-11" />
          {isFault(fieldState.error?.message) && <FieldError>{t(fieldState.error.message)}</FieldError>}
        </TextField>
      )}
    />
  );
}

function isFault(message: string | undefined): message is Fault {
  return (
    message === "email_missing" ||
    message === "email_invalid" ||
    message === "password_missing" ||
    message === "password_long"
  );
}
