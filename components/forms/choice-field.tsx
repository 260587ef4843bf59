"use client";

import { ComboBox } from "@heroui/react/combo-box";
import { Description } from "@heroui/react/description";
import { FieldError } from "@heroui/react/field-error";
import { Input } from "@heroui/react/input";
import { Label } from "@heroui/react/label";
import { ListBox } from "@heroui/react/list-box";
import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { Controller, type FieldValues } from "react-hook-form";
import { FaultText } from "@/components/forms/fault-text";
import type { FieldProps } from "@/components/forms/text-field";

interface ChoiceFieldProps<Fields extends FieldValues> extends FieldProps<Fields> {
  choices: readonly { value: string; label: string }[];
  /** Told what is typed, where more choices come in for it. */
  onType?: (text: string) => void;
}

/** One of many, found by typing a part of its name. */
export function ChoiceField<Fields extends FieldValues>({
  control,
  name,
  label,
  hint,
  choices,
  onType,
}: ChoiceFieldProps<Fields>) {
  const t = useTranslations("forms");
  const isInBrowser = useSyncExternalStore(never, inBrowser, onServer);
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState }) => (
        <ComboBox
          name={name}
          formValue="key"
          fullWidth
          allowsEmptyCollection
          menuTrigger="focus"
          defaultItems={isInBrowser ? choices : choices.filter(({ value }) => value === field.value)}
          value={field.value}
          onChange={(key) => {
            field.onChange(key ?? "");
          }}
          onInputChange={onType}
          onBlur={field.onBlur}
          isInvalid={fieldState.invalid}
          validationBehavior="aria"
        >
          <Label>{label}</Label>
          <ComboBox.InputGroup className="h-11">
            <Input ref={field.ref} autoComplete="off" />
            <ComboBox.Trigger aria-label={t("choose")} />
          </ComboBox.InputGroup>
          {hint !== undefined && !fieldState.invalid && <Description>{hint}</Description>}
          <FieldError>
            <FaultText code={fieldState.error?.message} />
          </FieldError>
          <ComboBox.Popover>
            <ListBox
              renderEmptyState={() => <p className="px-3 py-2 text-sm text-muted">{t("noneFound")}</p>}
            >
              {(choice: { value: string; label: string }) => (
                <ListBox.Item id={choice.value} textValue={choice.label}>
                  {choice.label}
                  <ListBox.ItemIndicator />
                </ListBox.Item>
              )}
            </ListBox>
          </ComboBox.Popover>
        </ComboBox>
      )}
    />
  );
}

// Of hundreds of choices the server renders the chosen one alone: the others are in no HTML before somebody opens the list.
const never = () => () => undefined;
const inBrowser = () => true;
const onServer = () => false;
