"use client";

import { Button } from "@heroui/react/button";
import { inputVariants } from "@heroui/styles";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { FaultText } from "@/components/forms/fault-text";
import { PlainField } from "@/components/forms/plain-field";
import { useSelection } from "@/components/lists/selection";
import {
  ChosenRows,
  useChosen,
  type ChangeChosen,
  type ListFilter,
} from "@/components/recipients/chosen-rows";
import { announce } from "@/components/ui/toasts";

interface AddToListProps {
  filter: ListFilter;
  lists: { id: string; name: string }[];
  action: ChangeChosen;
}

/** Puts what is selected into a list: one that is there, or a new one. */
export function AddToList({ filter, lists, action }: AddToListProps) {
  const t = useTranslations("recipientForms");
  const { count } = useSelection();
  const chosen = useChosen();
  return (
    <ConfirmDialog
      opener={
        <Button size="sm" variant="secondary">
          {t("addToList")}
        </Button>
      }
      title={t("addToListTitle", { count })}
      text={null}
      confirm={t("addToListConfirm")}
      tone="primary"
      action={chosen(action)}
      onDone={(changed) => {
        if (changed.queued) announce(t("queued", { count: changed.count }));
        else
          announce(changed.count === 0 ? t("addedToListNone") : t("addedToList", { count: changed.count }));
      }}
    >
      {(faults) => (
        <>
          <ChosenRows filter={filter} />
          <TargetList lists={lists} faults={faults} />
        </>
      )}
    </ConfirmDialog>
  );
}

interface TargetListProps {
  lists: AddToListProps["lists"];
  faults: Readonly<Record<string, string>>;
}

function TargetList({ lists, faults }: TargetListProps) {
  const t = useTranslations("recipientForms");
  const [list, setList] = useState(lists.length === 0 ? "new" : "");
  return (
    <>
      <div>
        <select
          name="list"
          aria-label={t("chooseList")}
          value={list}
          onChange={(event) => setList(event.target.value)}
          aria-invalid={faults["list"] !== undefined}
          className={inputVariants({ className: "h-11 w-full" })}
        >
          <option value="">{t("chooseList")}</option>
          <option value="new">{t("newTarget")}</option>
          {lists.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <p className="text-xs text-danger empty:hidden">
          <FaultText code={faults["list"]} />
        </p>
      </div>
      {list === "new" && (
        <PlainField name="newList" label={t("newListName")} maxLength={100} fault={faults["newList"]} />
      )}
    </>
  );
}
