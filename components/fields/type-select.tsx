"use client";

import { inputVariants } from "@heroui/styles";
import { useTranslations } from "next-intl";
import { fieldTypes, type FieldType } from "@/lib/fields/schema";

interface TypeSelectProps {
  type: FieldType;
  change?: (type: FieldType) => void;
}

/** The type of a field, within a dialog. */
export function TypeSelect({ type, change }: TypeSelectProps) {
  const t = useTranslations("fields");
  return (
    <label className="flex flex-col gap-1.5 text-sm font-medium text-foreground">
      {t("type")}
      <select
        name="type"
        defaultValue={type}
        onChange={(event) => {
          const chosen = fieldTypes.find((one) => one === event.target.value);
          if (chosen !== undefined) change?.(chosen);
        }}
        className={inputVariants({ className: "h-11" })}
      >
        {fieldTypes.map((one) => (
          <option key={one} value={one}>
            {t(`types.${one}`)}
          </option>
        ))}
      </select>
    </label>
  );
}
