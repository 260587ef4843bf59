"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent } from "react";
import { PlainField } from "@/components/forms/plain-field";
import { useAction } from "@/components/forms/use-action";
import { useSelection } from "@/components/lists/selection";
import { AddToList } from "@/components/recipients/add-to-list";
import { ChosenDialog } from "@/components/recipients/chosen-dialog";
import {
  chosenFields,
  useChosenCount,
  type ChangeChosen,
  type ListFilter,
} from "@/components/recipients/chosen-rows";
import { ExportChosen } from "@/components/recipients/export-chosen";
import { ConcernedMailings } from "@/components/recipients/concerned-mailings";
import type { FormAction } from "@/lib/actions/state";
import type { ConcernedMailings as Concerned } from "@/lib/recipients/mailings-of";

interface TickedActionsProps {
  /** What the list is narrowed to, for what is done to all that it finds. */
  filter: ListFilter;
  lists: { id: string; name: string }[];
  addToList: ChangeChosen;
  suppressTicked: ChangeChosen;
  deleteTicked: ChangeChosen;
  concerned: FormAction<Concerned>;
  /** Of a list's page: takes the ticked ones out of it. */
  fromList?: { name: string; remove: ChangeChosen };
}

/** What can be done to the ticked recipients. */
export function TickedActions(props: TickedActionsProps) {
  const { filter, lists, addToList, suppressTicked, deleteTicked, concerned, fromList } = props;
  return (
    <>
      <AddToList filter={filter} lists={lists} action={addToList} />
      {fromList && <RemoveFromList filter={filter} {...fromList} />}
      <SuppressTicked filter={filter} action={suppressTicked} />
      <ExportChosen filter={filter} />
      <DeleteTicked filter={filter} action={deleteTicked} concerned={concerned} />
    </>
  );
}

interface ChangeProps {
  filter: ListFilter;
  action: ChangeChosen;
}

function RemoveFromList({
  filter,
  name,
  remove,
}: Omit<ChangeProps, "action"> & { name: string; remove: ChangeChosen }) {
  const t = useTranslations("recipientForms");
  const counted = useChosenCount();
  return (
    <ChosenDialog
      {...{ filter, action: remove }}
      opens={t("removeFromList")}
      title={t("removeTitle", { ...counted, name })}
      text={t("removeText")}
      confirm={t("removeConfirm")}
      tone="primary"
      clears
      done={(removed) => t("removed", { count: removed })}
    />
  );
}

function SuppressTicked({ filter, action }: ChangeProps) {
  const t = useTranslations("recipientForms");
  const counted = useChosenCount();
  return (
    <ChosenDialog
      {...{ filter, action }}
      opens={t("suppress")}
      title={t("suppressManyRecipientsTitle", counted)}
      text={t("suppressManyRecipientsText")}
      confirm={t("suppressManyConfirm", counted)}
      tone="primary"
      // Always as a job.
      done={(queued) => t("queued", { count: queued })}
    >
      {(faults) => <PlainField name="note" label={t("note")} fault={faults["note"]} isOptional />}
    </ChosenDialog>
  );
}

function DeleteTicked({ filter, action, concerned }: ChangeProps & Pick<TickedActionsProps, "concerned">) {
  const t = useTranslations("recipientForms");
  const counted = useChosenCount();
  return (
    <ChosenDialog
      {...{ filter, action }}
      opens={t("delete")}
      title={t("deleteManyTitle", counted)}
      text={
        <>
          <p className="mb-3">{t("deleteText")}</p>
          <p>{t("deleteForGood")}</p>
        </>
      }
      confirm={t("deleteManyConfirm", counted)}
      tone="danger"
      clears
      done={(deleted) => t("deletedMany", { count: deleted })}
    >
      {() => <ConcernedByChosen filter={filter} concerned={concerned} />}
    </ChosenDialog>
  );
}

interface ConcernedByChosenProps {
  filter: ListFilter;
  concerned: FormAction<Concerned>;
}

/** Asked when the dialog opens: what is chosen changes with every click. */
function ConcernedByChosen({ filter, concerned }: ConcernedByChosenProps) {
  const t = useTranslations("recipientForms");
  const selection = useSelection();
  const { state, send } = useAction(concerned);
  const ask = useEffectEvent(() => {
    const form = new FormData();
    for (const [name, value] of chosenFields(selection, filter)) form.append(name, value);
    send(form);
  });
  useEffect(() => {
    ask();
  }, []);
  if (state.status === "idle") return <p className="text-sm text-muted">{t("concernsLoading")}</p>;
  if (state.status === "refused") return <p className="text-sm">{t("concernsUnknown")}</p>;
  return <ConcernedMailings concerned={state.value} kind="recipients" />;
}
