"use client";

import type { ReactNode } from "react";
import { Controller, type FieldValues } from "react-hook-form";
import { FaultText } from "@/components/forms/fault-text";
import type { FieldProps } from "@/components/forms/text-field";

/** Yes or no. A form sends "on" or nothing. */
export function CheckField<Fields extends FieldValues>({
  control,
  name,
  label,
  hint,
}: Omit<FieldProps<Fields>, "label"> & { label: ReactNode }) {
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState }) => (
        <div>
          <label className="flex cursor-pointer items-start gap-3 text-sm">
            <input
              type="checkbox"
              name={name}
              ref={field.ref}
              checked={field.value}
              onChange={field.onChange}
              onBlur={field.onBlur}
              aria-invalid={fieldState.invalid}
              aria-describedby={`${name}-fault`}
              className="mt-0.5 size-4 accent-accent"
            />
            <span>
              {label}
              {hint !== undefined && <span className="block text-muted">{hint}</span>}
            </span>
          </label>
          <p id={`${name}-fault`} className="mt-1 text-xs text-danger empty:hidden">
            <FaultText code={fieldState.error?.message} />
          </p>
        </div>
      )}
    />
  );
}
