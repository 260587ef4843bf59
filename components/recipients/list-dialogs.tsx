"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { PlainField } from "@/components/forms/plain-field";
import { ConcernedMailings } from "@/components/recipients/concerned-mailings";
import type { FormAction } from "@/lib/actions/state";
import { listInput } from "@/lib/lists/schema";
import type { ConcernedMailings as Concerned } from "@/lib/recipients/mailings-of";

export function CreateList({ action }: { action: FormAction<{ id: string }> }) {
  const t = useTranslations("recipientForms");
  return (
    <ConfirmDialog
      opener={<Button>{t("createList")}</Button>}
      title={t("createListTitle")}
      text={t("createListText")}
      confirm={t("createListConfirm")}
      tone="primary"
      action={action}
      schema={listInput}
    >
      {(faults) => <PlainField name="name" label={t("listName")} maxLength={100} fault={faults.name} />}
    </ConfirmDialog>
  );
}

interface ListDialogProps {
  list: { name: string; members: number };
  action: FormAction;
}

export function RenameList({ list: { name }, action }: ListDialogProps) {
  const t = useTranslations("recipientForms");
  return (
    <ConfirmDialog
      opener={<Button variant="secondary">{t("renameList")}</Button>}
      title={t("renameListTitle", { name })}
      text={null}
      confirm={t("renameListConfirm")}
      tone="primary"
      action={action}
      schema={listInput}
      done={t("renamed")}
    >
      {(faults) => (
        <PlainField
          name="name"
          label={t("listName")}
          defaultValue={name}
          maxLength={100}
          fault={faults.name}
        />
      )}
    </ConfirmDialog>
  );
}

export function DeleteList({
  list: { name, members },
  action,
  concerned,
}: ListDialogProps & { concerned: Concerned }) {
  const t = useTranslations("recipientForms");
  return (
    <ConfirmDialog
      opener={<Button variant="danger-soft">{t("deleteList")}</Button>}
      title={t("deleteListTitle", { name })}
      text={
        <>
          <p className="mb-3">{t("deleteListText", { count: members })}</p>
          <ConcernedMailings concerned={concerned} kind="list" />
        </>
      }
      confirm={t("deleteListConfirm")}
      tone="danger"
      action={action}
    />
  );
}
