"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent } from "react";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { PlainField } from "@/components/forms/plain-field";
import { useAction } from "@/components/forms/use-action";
import { AddToList } from "@/components/recipients/add-to-list";
import {
  chosenFields,
  ChosenRows,
  useChosen,
  type ChangeChosen,
  type ListFilter,
} from "@/components/recipients/chosen-rows";
import { useSelection } from "@/components/lists/selection";
import { announce } from "@/components/ui/toasts";
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
  const { count, clear } = useSelection();
  const chosen = useChosen();
  return (
    <ConfirmDialog
      opener={
        <Button size="sm" variant="secondary">
          {t("removeFromList")}
        </Button>
      }
      title={t("removeTitle", { count, name })}
      text={t("removeText")}
      confirm={t("removeConfirm")}
      tone="primary"
      action={chosen(remove)}
      onDone={(changed) => {
        clear();
        announce(t(changed.queued ? "queued" : "removed", { count: changed.count }));
      }}
    >
      {() => <ChosenRows filter={filter} />}
    </ConfirmDialog>
  );
}

function SuppressTicked({ filter, action }: ChangeProps) {
  const t = useTranslations("recipientForms");
  const { count } = useSelection();
  const chosen = useChosen();
  return (
    <ConfirmDialog
      opener={
        <Button size="sm" variant="secondary">
          {t("suppress")}
        </Button>
      }
      title={t("suppressManyRecipientsTitle", { count })}
      text={t("suppressManyRecipientsText")}
      confirm={t("suppressManyConfirm", { count })}
      tone="primary"
      action={chosen(action)}
      onDone={(changed) => announce(t("queued", { count: changed.count }))}
    >
      {(faults) => (
        <>
          <ChosenRows filter={filter} />
          <PlainField name="note" label={t("note")} fault={faults.note} isOptional />
        </>
      )}
    </ConfirmDialog>
  );
}

function DeleteTicked({ filter, action, concerned }: ChangeProps & Pick<TickedActionsProps, "concerned">) {
  const t = useTranslations("recipientForms");
  const { count, clear } = useSelection();
  const chosen = useChosen();
  return (
    <ConfirmDialog
      opener={
        <Button size="sm" variant="danger-soft">
          {t("delete")}
        </Button>
      }
      title={t("deleteManyTitle", { count })}
      text={
        <>
          <p className="mb-3">{t("deleteText")}</p>
          <p>{t("deleteForGood")}</p>
        </>
      }
      confirm={t("deleteManyConfirm", { count })}
      tone="danger"
      action={chosen(action)}
      onDone={(changed) => {
        clear();
        announce(t(changed.queued ? "queued" : "deletedMany", { count: changed.count }));
      }}
    >
      {() => (
        <>
          <ChosenRows filter={filter} />
          <ConcernedByChosen filter={filter} concerned={concerned} />
        </>
      )}
    </ConfirmDialog>
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
