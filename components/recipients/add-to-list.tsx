"use client";

import { inputVariants } from "@heroui/styles";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FaultText } from "@/components/forms/fault-text";
import { PlainField } from "@/components/forms/plain-field";
import { ChosenDialog } from "@/components/recipients/chosen-dialog";
import { useChosenCount, type ChangeChosen, type ListFilter } from "@/components/recipients/chosen-rows";

interface AddToListProps {
  filter: ListFilter;
  lists: { id: string; name: string }[];
  action: ChangeChosen;
}

/** Puts what is selected into a list: one that is there, or a new one. */
export function AddToList({ filter, lists, action }: AddToListProps) {
  const t = useTranslations("recipientForms");
  const counted = useChosenCount();
  return (
    <ChosenDialog
      {...{ filter, action }}
      opens={t("addToList")}
      title={t("addToListTitle", counted)}
      text={null}
      confirm={t("addToListConfirm")}
      tone="primary"
      done={(added) => (added === 0 ? t("addedToListNone") : t("addedToList", { count: added }))}
    >
      {(faults) => <TargetList lists={lists} faults={faults} />}
    </ChosenDialog>
  );
}

interface TargetListProps {
  lists: AddToListProps["lists"];
  faults: Readonly<Record<string, string>>;
}

/** Fields of a form that name a list: one that is there, or a new one. */
export function TargetList({ lists, faults }: TargetListProps) {
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
