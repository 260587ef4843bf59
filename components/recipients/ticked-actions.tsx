"use client";

import { Button } from "@heroui/react/button";
import { inputVariants } from "@heroui/styles";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent } from "react";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { FaultText } from "@/components/forms/fault-text";
import { useAction } from "@/components/forms/use-action";
import { useSelection } from "@/components/lists/selection";
import { announce } from "@/components/ui/toasts";
import { ConcernedMailings } from "@/components/recipients/concerned-mailings";
import type { FormAction } from "@/lib/actions/state";
import type { ConcernedMailings as Concerned } from "@/lib/recipients/mailings-of";

type Counted = FormAction<{ count: number }>;

interface TickedActionsProps {
  lists: { id: string; name: string }[];
  addToList: Counted;
  deleteTicked: Counted;
  concerned: FormAction<Concerned>;
  /** Of a list's page: takes the ticked ones out of it. */
  fromList?: { name: string; remove: Counted };
}

/** What can be done to the ticked recipients. */
export function TickedActions({ lists, addToList, deleteTicked, concerned, fromList }: TickedActionsProps) {
  const t = useTranslations("recipientForms");
  const { ids } = useSelection();
  const count = ids.length;
  return (
    <>
      {lists.length > 0 && <AddToList lists={lists} action={addToList} />}
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
          action={fromList.remove}
          onDone={(value) => announce(t("removed", value))}
        >
          {() => <TickedIds />}
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
        action={deleteTicked}
        onDone={(value) => announce(t("deletedMany", value))}
      >
        {() => (
          <>
            <TickedIds />
            <ConcernedByTicked ids={ids} concerned={concerned} />
          </>
        )}
      </ConfirmDialog>
    </>
  );
}

function AddToList({ lists, action }: { lists: TickedActionsProps["lists"]; action: Counted }) {
  const t = useTranslations("recipientForms");
  const { ids } = useSelection();
  return (
    <ConfirmDialog
      opener={
        <Button size="sm" variant="secondary">
          {t("addToList")}
        </Button>
      }
      title={t("addToListTitle", { count: ids.length })}
      text={null}
      confirm={t("addToListConfirm")}
      tone="primary"
      action={action}
      onDone={(value) => announce(value.count === 0 ? t("addedToListNone") : t("addedToList", value))}
    >
      {(faults) => (
        <>
          <TickedIds />
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

function TickedIds() {
  return useSelection().ids.map((id) => <input key={id} type="hidden" name="ids" value={id} />);
}

/** Asked when the dialog opens: who is ticked changes with every click. */
function ConcernedByTicked({ ids, concerned }: { ids: readonly string[]; concerned: FormAction<Concerned> }) {
  const t = useTranslations("recipientForms");
  const { state, send } = useAction(concerned);
  const ask = useEffectEvent(() => {
    const form = new FormData();
    for (const id of ids) form.append("ids", id);
    send(form);
  });
  useEffect(() => {
    ask();
  }, []);
  if (state.status === "idle") return <p className="text-sm text-muted">{t("concernsLoading")}</p>;
  if (state.status === "refused") return <p className="text-sm">{t("concernsUnknown")}</p>;
  return <ConcernedMailings concerned={state.value} kind="recipients" />;
}
