"use client";

import { Button } from "@heroui/react/button";
import { Columns3 } from "lucide-react";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { FaultText } from "@/components/forms/fault-text";
import type { FormAction } from "@/lib/actions/state";
import { fieldTitle, type KnownField } from "@/lib/fields/schema";
import type { ChosenColumns } from "@/lib/recipients/columns";
import { columnsInput, FIELD_COLUMN } from "@/lib/recipients/schema";

interface ColumnsMenuProps {
  chosen: ChosenColumns;
  known: readonly KnownField[];
  action: FormAction;
}

const fixed = ["name", "lists", "state", "added"] as const;

/** Which columns the list of recipients shows beside the address. */
export function ColumnsMenu({ chosen, known, action }: ColumnsMenuProps) {
  const t = useTranslations("recipientForms");
  const shown = new Set(chosen.fields.map(({ name }) => name));
  const boxes = [
    ...fixed.map((name) => ({ value: name, text: t(`columnNames.${name}`), isChosen: chosen[name] })),
    ...known.map((field) => ({
      value: `${FIELD_COLUMN}${field.name}`,
      text: fieldTitle(field),
      isChosen: shown.has(field.name),
    })),
  ];
  return (
    <ConfirmDialog
      opener={
        <Button variant="ghost" size="sm">
          <Columns3 aria-hidden="true" className="size-4" />
          {t("columns")}
        </Button>
      }
      title={t("columns")}
      text={t("columnsText")}
      confirm={t("columnsConfirm")}
      tone="primary"
      action={action}
      schema={columnsInput}
    >
      {(faults) => (
        <fieldset>
          <legend className="sr-only">{t("columns")}</legend>
          <div className="flex max-h-72 flex-col gap-2.5 overflow-y-auto">
            {boxes.map(({ value, text, isChosen }) => (
              <label
                key={value}
                className="flex items-start gap-3 text-sm text-foreground [overflow-wrap:anywhere]"
              >
                <input
                  type="checkbox"
                  name="columns"
                  value={value}
                  defaultChecked={isChosen}
                  className="mt-0.5 size-4 shrink-0 accent-accent"
                />
                {text}
              </label>
            ))}
          </div>
          <p role="alert" className="mt-1 text-xs text-danger empty:hidden">
            <FaultText code={faults["columns"]} />
          </p>
        </fieldset>
      )}
    </ConfirmDialog>
  );
}
