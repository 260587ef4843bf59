"use client";

import { Label } from "@heroui/react/label";
import { Radio } from "@heroui/react/radio";
import { RadioGroup } from "@heroui/react/radio-group";
import { Controller, type FieldValues } from "react-hook-form";
import type { FieldProps } from "@/components/forms/text-field";

interface RadioFieldProps<Fields extends FieldValues> extends FieldProps<Fields> {
  choices: readonly {
    value: string;
    label: string;
    /** Of the label, where it is not the page's. */ lang?: string;
  }[];
}

/** One of a few, all of them in sight. The border of a field would be too faint for a small circle. */
export function RadioField<Fields extends FieldValues>({
  control,
  name,
  label,
  choices,
}: RadioFieldProps<Fields>) {
  return (
    <Controller
      control={control}
      name={name}
      render={({ field }) => (
        <RadioGroup
          name={name}
          value={field.value}
          onChange={field.onChange}
          onBlur={field.onBlur}
          orientation="horizontal"
        >
          <Label className="w-full">{label}</Label>
          {choices.map((choice) => (
            <Radio key={choice.value} value={choice.value}>
              <Radio.Content>
                <Radio.Control className="[--field-border:var(--muted)]">
                  <Radio.Indicator />
                </Radio.Control>
                <span lang={choice.lang}>{choice.label}</span>
              </Radio.Content>
            </Radio>
          ))}
        </RadioGroup>
      )}
    />
  );
}
