"use client";

import { useTranslations } from "next-intl";
import { useState, type ReactNode } from "react";
import { ChangeType } from "@/components/fields/change-type";
import { DeleteField } from "@/components/fields/delete-field";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { PlainField } from "@/components/forms/plain-field";
import { RowMenu } from "@/components/lists/row-menu";
import type { ActionState } from "@/lib/actions/state";
import type { Unfit } from "@/lib/fields/filled";
import type { CountedFields, FieldRow, FieldUse } from "@/lib/fields/queries";
import { fieldTitle, labelInput, LONGEST_LABEL } from "@/lib/fields/schema";

type OfField<Value> = (id: string, before: ActionState<Value>, form: FormData) => Promise<ActionState<Value>>;

interface FieldMenuProps {
  fields: CountedFields;
  actions: {
    renameField: OfField<null>;
    retypeField: OfField<null>;
    checkType: OfField<Unfit>;
    removeField: OfField<{ queued: boolean }>;
    usesOfField: OfField<FieldUse>;
  };
  /** The table, whose rows each hold a RowMenuButton. */
  children: ReactNode;
}

type Choice = "rename" | "changeType" | "delete";
const choices = ["rename", "changeType", "delete"] as const satisfies readonly Choice[];

/** What can be done with a field, from its row. */
export function FieldMenu({ fields, actions, children }: FieldMenuProps) {
  const t = useTranslations("fields");
  const [open, setOpen] = useState<{ field: FieldRow; choice: Choice } | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <RowMenu
        items={() => choices.map((name) => ({ name, text: t(name) }))}
        onChoose={(id, name) => {
          const field = fields.rows.find((row) => row.id === id);
          const choice = choices.find((one) => one === name);
          if (field !== undefined && choice !== undefined) setOpen({ field, choice });
        }}
      >
        {children}
      </RowMenu>
      {open?.choice === "rename" && (
        <Rename field={open.field} action={actions.renameField} onClosed={close} />
      )}
      {open?.choice === "changeType" && (
        <ChangeType
          field={open.field}
          action={actions.retypeField.bind(null, open.field.id)}
          check={actions.checkType.bind(null, open.field.id)}
          onClosed={close}
        />
      )}
      {open?.choice === "delete" && (
        <DeleteField
          field={open.field}
          isEstimate={fields.isEstimate}
          action={actions.removeField.bind(null, open.field.id)}
          uses={actions.usesOfField.bind(null, open.field.id)}
          onClosed={close}
        />
      )}
    </>
  );
}

interface RenameProps {
  field: FieldRow;
  action: OfField<null>;
  onClosed: () => void;
}

function Rename({ field, action, onClosed }: RenameProps) {
  const t = useTranslations("fields");
  return (
    <ConfirmDialog
      onClosed={onClosed}
      title={t("renameTitle", { field: fieldTitle(field) })}
      text={t("renameText", { name: field.name })}
      confirm={t("save")}
      tone="primary"
      action={action.bind(null, field.id)}
      schema={labelInput}
      done={t("renamed")}
    >
      {(faults) => (
        <PlainField
          name="label"
          label={t("label")}
          hint={t("labelHint")}
          defaultValue={field.label}
          maxLength={LONGEST_LABEL}
          isOptional
          fault={faults["label"]}
        />
      )}
    </ConfirmDialog>
  );
}
