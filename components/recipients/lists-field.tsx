"use client";

import { useTranslations } from "next-intl";
import { Controller, type Control } from "react-hook-form";
import { FaultText } from "@/components/forms/fault-text";
import type { RecipientFields } from "@/lib/recipients/schema";

interface ListsFieldProps {
  control: Control<RecipientFields, unknown, unknown>;
  name: "lists";
  lists: { id: string; name: string }[];
}

/** Any number of one's own lists. */
export function ListsField({ control, name, lists }: ListsFieldProps) {
  const t = useTranslations("recipientForms");
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState }) => {
        const chosen = [field.value ?? []].flat();
        return (
          <fieldset>
            <legend className="text-sm font-medium">{t("lists")}</legend>
            {lists.length === 0 && <p className="mt-1 text-sm text-muted">{t("noLists")}</p>}
            <div className="mt-2 flex max-h-60 flex-col gap-2 overflow-y-auto">
              {lists.map((list) => (
                <label key={list.id} className="flex items-start gap-3 text-sm [overflow-wrap:anywhere]">
                  <input
                    type="checkbox"
                    name={name}
                    value={list.id}
                    checked={chosen.includes(list.id)}
                    onChange={(event) => {
                      const others = chosen.filter((id) => id !== list.id);
                      field.onChange(event.target.checked ? [...others, list.id] : others);
                    }}
                    onBlur={field.onBlur}
                    className="mt-0.5 size-4 shrink-0 accent-accent"
                  />
                  {list.name}
                </label>
              ))}
            </div>
            <p className="mt-1 text-xs text-danger empty:hidden">
              <FaultText code={fieldState.error?.message} />
            </p>
          </fieldset>
        );
      }}
    />
  );
}
