"use client";

import { labelVariants, radioVariants } from "@heroui/styles";
import { useId } from "react";
import { Controller, type FieldValues } from "react-hook-form";
import type { FieldProps } from "@/components/forms/text-field";

interface RadioFieldProps<Fields extends FieldValues> extends FieldProps<Fields> {
  choices: readonly {
    value: string;
    label: string;
    /** Of the label, where it is not the page's. */ lang?: string;
  }[];
  /** Called when somebody chooses, not when the form is set. */
  onChoose?: (value: string) => void;
}

const looks = radioVariants();

/** One of a few, all of them in sight. The border of a field would be too faint for a small circle. */
export function RadioField<Fields extends FieldValues>({
  control,
  name,
  label,
  choices,
  onChoose,
}: RadioFieldProps<Fields>) {
  const id = useId();
  return (
    <Controller
      control={control}
      name={name}
      render={({ field: { value: chosen, ...field } }) => (
        <div role="radiogroup" aria-labelledby={id} className="flex flex-wrap gap-4">
          <span id={id} className={labelVariants({ className: "w-full" })}>
            {label}
          </span>
          {choices.map(({ value, label: text, lang }) => (
            <span key={value} className={looks.base()}>
              <label className={looks.content()}>
                <span
                  className={looks.control({
                    className: "[--field-border:var(--muted)] has-focus-visible:status-focused",
                  })}
                >
                  <input
                    {...field}
                    type="radio"
                    value={value}
                    checked={value === chosen}
                    onChange={(event) => {
                      field.onChange(event);
                      onChoose?.(value);
                    }}
                    // Lies over its circle, which shows what it is.
                    className="absolute inset-0 z-10 m-0 cursor-[inherit] opacity-0"
                  />
                  <span aria-hidden="true" className={looks.indicator()} />
                </span>
                <span lang={lang}>{text}</span>
              </label>
            </span>
          ))}
        </div>
      )}
    />
  );
}
