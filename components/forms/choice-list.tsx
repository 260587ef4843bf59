import { ComboBox } from "@heroui/react/combo-box";
import { Description } from "@heroui/react/description";
import { FieldError } from "@heroui/react/field-error";
import { Input } from "@heroui/react/input";
import { Label } from "@heroui/react/label";
import { ListBox } from "@heroui/react/list-box";
import { useTranslations } from "next-intl";
import type { ReactNode, Ref } from "react";
import { FaultText } from "@/components/forms/fault-text";
import type { Choice } from "@/components/forms/packed-choices";

export interface ChoiceListProps {
  name: string;
  label: string;
  hint: ReactNode;
  choices: readonly Choice[];
  value: string;
  onChange: (value: string) => void;
  onType: ((text: string) => void) | undefined;
  onBlur: () => void;
  inputRef: Ref<HTMLInputElement>;
  isInvalid: boolean;
  fault: string | undefined;
}

/** The list of a ChoiceField, in the browser. */
export function ChoiceList(props: ChoiceListProps) {
  const { name, label, hint, choices, value, onChange, onType, onBlur, inputRef, isInvalid, fault } = props;
  const t = useTranslations("forms");
  return (
    <ComboBox
      name={name}
      formValue="key"
      fullWidth
      allowsEmptyCollection
      menuTrigger="focus"
      defaultItems={choices}
      value={value}
      onChange={(key) => {
        onChange(key === null ? "" : String(key));
      }}
      onInputChange={onType}
      onBlur={onBlur}
      isInvalid={isInvalid}
      validationBehavior="aria"
    >
      <Label>{label}</Label>
      <ComboBox.InputGroup className="h-11">
        <Input ref={inputRef} autoComplete="off" />
        <ComboBox.Trigger aria-label={t("choose")} />
      </ComboBox.InputGroup>
      {hint !== undefined && !isInvalid && <Description>{hint}</Description>}
      <FieldError>
        <FaultText code={fault} />
      </FieldError>
      <ComboBox.Popover>
        <ListBox renderEmptyState={() => <p className="px-3 py-2 text-sm text-muted">{t("noneFound")}</p>}>
          {(choice: Choice) => (
            <ListBox.Item id={choice.value} textValue={choice.label}>
              {choice.label}
              <ListBox.ItemIndicator />
            </ListBox.Item>
          )}
        </ListBox>
      </ComboBox.Popover>
    </ComboBox>
  );
}
