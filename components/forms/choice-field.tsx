"use client";

import { comboBoxVariants, inputVariants } from "@heroui/styles";
import { ChevronDown } from "lucide-react";
import { useId, useMemo, useRef, useSyncExternalStore } from "react";
import { Controller, type FieldValues } from "react-hook-form";
import { ChoiceList, type ChoiceListProps } from "@/components/forms/choice-list";
import { FieldFrame, stateOfInput } from "@/components/forms/field";
import { labelIn, unpackChoices, type Choices } from "@/components/forms/packed-choices";
import type { FieldProps } from "@/components/forms/text-field";

interface ChoiceFieldProps<Fields extends FieldValues> extends FieldProps<Fields> {
  choices: Choices;
  /** Told what is typed, where more choices come in for it. */
  onType?: (text: string) => void;
}

/**
 * One of many, found by typing a part of its name. The server renders the chosen one alone: the list, of hundreds, comes
 * with the script that opens it.
 */
export function ChoiceField<Fields extends FieldValues>(props: ChoiceFieldProps<Fields>) {
  const { control, name, label, hint, choices, onType } = props;
  const isInBrowser = useSyncExternalStore(never, inBrowser, onServer);
  const hadFocus = useRef(false);
  // The same list at each render: the library builds its collection anew for another.
  const list = useMemo(() => (isInBrowser ? unpackChoices(choices) : []), [isInBrowser, choices]);
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState }) => {
        const shown = {
          ...{ name, label, hint, value: field.value },
          ...{ isInvalid: fieldState.invalid, fault: fieldState.error?.message },
        };
        if (!isInBrowser)
          return (
            <Chosen {...shown} choices={choices} leave={(wasFocused) => (hadFocus.current = wasFocused)} />
          );
        return (
          <ChoiceList
            {...shown}
            choices={list}
            onChange={field.onChange}
            onType={onType}
            onBlur={field.onBlur}
            inputRef={(input) => {
              field.ref(input);
              if (hadFocus.current) input?.focus();
              hadFocus.current = false;
            }}
          />
        );
      }}
    />
  );
}

const never = () => () => undefined;
const inBrowser = () => true;
const onServer = () => false;

const looks = comboBoxVariants({ fullWidth: true });

type ChosenProps = Omit<ChoiceListProps, "choices" | "onChange" | "onType" | "onBlur" | "inputRef"> & {
  choices: Choices;
  /** Called when the list takes its place. */
  leave: (wasFocused: boolean) => void;
};

function Chosen({ name, label, hint, choices, value: chosen, isInvalid, fault, leave }: ChosenProps) {
  const id = useId();
  return (
    <FieldFrame {...{ id, label, hint, isInvalid, fault }}>
      <div className={looks.inputGroup({ className: "h-11" })}>
        <input
          id={id}
          ref={(input) => () => leave(input === document.activeElement)}
          readOnly
          value={labelIn(choices, chosen)}
          {...stateOfInput(id, isInvalid, hint)}
          className={inputVariants({ className: "min-w-0 flex-1 pe-7" })}
        />
        <span className={looks.trigger()}>
          <ChevronDown className="size-4" aria-hidden="true" />
        </span>
      </div>
      <input type="hidden" name={name} value={chosen} />
    </FieldFrame>
  );
}
