"use client";

import { Description } from "@heroui/react/description";
import { FieldError } from "@heroui/react/field-error";
import { Input } from "@heroui/react/input";
import { Label } from "@heroui/react/label";
import { TextArea } from "@heroui/react/textarea";
import { TextField } from "@heroui/react/textfield";
import { Controller, type Control, type FieldPath } from "react-hook-form";
import { ArticleFault } from "@/components/posts/article-texts";
import type { ArticleFields } from "@/lib/posts/schema";

interface ArticleFieldProps {
  control: Control<ArticleFields, unknown, unknown>;
  name: FieldPath<ArticleFields>;
  label: string;
  hint?: string;
  /** Lines of a larger field; one line without. */
  rows?: number;
  isReadOnly?: boolean;
  inputClass?: string;
}

/** One field of the editor, with its fault beside it. */
export function ArticleField({
  control,
  name,
  label,
  hint,
  rows,
  isReadOnly,
  inputClass,
}: ArticleFieldProps) {
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState }) => (
        <TextField
          name={name}
          value={field.value}
          onChange={field.onChange}
          onBlur={field.onBlur}
          isReadOnly={isReadOnly}
          isInvalid={fieldState.invalid}
          validationBehavior="aria"
        >
          <Label>{label}</Label>
          {rows === undefined ? (
            <Input ref={field.ref} autoComplete="off" className={inputClass ?? "h-11"} />
          ) : (
            <TextArea ref={field.ref} rows={rows} className={inputClass} />
          )}
          {hint !== undefined && !fieldState.invalid && <Description>{hint}</Description>}
          <FieldError>
            <ArticleFault code={fieldState.error?.message} />
          </FieldError>
        </TextField>
      )}
    />
  );
}
