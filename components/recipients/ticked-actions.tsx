"use client";

import { Button } from "@heroui/react/button";
import { inputVariants } from "@heroui/styles";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent } from "react";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { FaultText } from "@/components/forms/fault-text";
import { useAction } from "@/components/forms/use-action";
import {
  chosenFields,
  ChosenRows,
  useChosen,
  type Counted,
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
  addToList: Counted;
  deleteTicked: Counted;
  concerned: FormAction<Concerned>;
  /** Of a list's page: takes the ticked ones out of it. */
  fromList?: { name: string; remove: Counted };
}

/** What can be done to the ticked recipients. */
export function TickedActions(props: TickedActionsProps) {
  const { filter, lists, addToList, deleteTicked, concerned, fromList } = props;
  const t = useTranslations("recipientForms");
  const { count } = useSelection();
  const chosen = useChosen();
  return (
    <>
      {lists.length > 0 && <AddToList filter={filter} lists={lists} action={addToList} />}
      {fromList && (
        <ConfirmDialog
          opener={
            <Button size="sm" variant="secondary">
              {t("removeFromList")}
            </Button>
          }
          title={t("removeTitle", { count, name: fromList.name })}
          text={t("removeText")}
          confirm={t("removeConfirm")}
          tone="primary"
          action={chosen(fromList.remove)}
          onDone={(value) => announce(t("removed", value))}
        >
          {() => <ChosenRows filter={filter} />}
        </ConfirmDialog>
      )}
      <ConfirmDialog
        opener={
          <Button size="sm" variant="danger-soft">
            {t("delete")}
          </Button>
        }
        title={t("deleteManyTitle", { count })}
        text={t("deleteText")}
        confirm={t("deleteManyConfirm", { count })}
        tone="danger"
        action={chosen(deleteTicked)}
        onDone={(value) => announce(t("deletedMany", value))}
      >
        {() => (
          <>
            <ChosenRows filter={filter} />
            <ConcernedByChosen filter={filter} concerned={concerned} />
          </>
        )}
      </ConfirmDialog>
    </>
  );
}

interface AddToListProps extends Pick<TickedActionsProps, "filter" | "lists"> {
  action: Counted;
}

function AddToList({ filter, lists, action }: AddToListProps) {
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
      onDone={(value) => announce(value.count === 0 ? t("addedToListNone") : t("addedToList", value))}
    >
      {(faults) => (
        <>
          <ChosenRows filter={filter} />
          <select
            name="list"
            aria-label={t("chooseList")}
            defaultValue=""
            aria-invalid={faults.list !== undefined}
            className={inputVariants({ className: "h-11 w-full" })}
          >
            <option value="">{t("chooseList")}</option>
            {lists.map((list) => (
              <option key={list.id} value={list.id}>
                {list.name}
              </option>
            ))}
          </select>
          <p className="text-xs text-danger empty:hidden">
            <FaultText code={faults.list} />
          </p>
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
