"use client";

import { Button } from "@heroui/react/button";
import type { ReactNode } from "react";
import { Controller, type FieldValues } from "react-hook-form";
import { FaultText } from "@/components/forms/fault-text";
import { ImageInput } from "@/components/forms/image-input";
import type { FieldProps } from "@/components/forms/text-field";

interface ImageFieldProps<Fields extends FieldValues> extends FieldProps<Fields> {
  /** Where it is stored: `/api/images/<purpose>`. */
  purpose: string;
  removeLabel: string;
  preview: (imageId: string) => ReactNode;
}

/** The id of an image, "" for none: stored as soon as it is chosen, and in use once the form is saved. */
export function ImageField<Fields extends FieldValues>(props: ImageFieldProps<Fields>) {
  const { control, name, label, hint, purpose, removeLabel, preview } = props;
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState }) => (
        <div className="flex flex-col gap-4">
          <div>
            <p className="text-sm font-medium">{label}</p>
            {hint !== undefined && <p className="mt-1 text-xs text-muted">{hint}</p>}
          </div>
          <input type="hidden" name={name} value={field.value} />
          {field.value !== "" && preview(field.value)}
          <ImageInput purpose={purpose} onStored={field.onChange}>
            {(isSending) =>
              field.value !== "" && (
                <Button
                  variant="tertiary"
                  size="sm"
                  isDisabled={isSending}
                  onPress={() => field.onChange("")}
                >
                  {removeLabel}
                </Button>
              )
            }
          </ImageInput>
          <p className="text-xs text-danger empty:hidden">
            <FaultText code={fieldState.error?.message} />
          </p>
        </div>
      )}
    />
  );
}
