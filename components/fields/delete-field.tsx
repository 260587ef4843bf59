"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent } from "react";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { useAction } from "@/components/forms/use-action";
import { Link } from "@/components/ui/link";
import { announce } from "@/components/ui/toasts";
import type { FormAction } from "@/lib/actions/state";
import type { FieldRow, FieldUse } from "@/lib/fields/queries";
import { fieldTitle } from "@/lib/fields/schema";

interface DeleteFieldProps {
  field: FieldRow;
  isEstimate: boolean;
  action: FormAction<{ queued: boolean }>;
  /** Which messages name it. */
  uses: FormAction<FieldUse>;
  onClosed: () => void;
}

/** Deletes a field with its values; says how many these are, and which messages use it. */
export function DeleteField({ field, isEstimate, action, uses, onClosed }: DeleteFieldProps) {
  const t = useTranslations("fields");
  return (
    <ConfirmDialog
      onClosed={onClosed}
      title={t("deleteTitle", { field: fieldTitle(field) })}
      text={
        field.filled === 0
          ? t("deleteNone")
          : t(isEstimate ? "deleteTextAbout" : "deleteText", { count: field.filled })
      }
      confirm={t("deleteConfirm")}
      tone="danger"
      action={action}
      onDone={({ queued }) => announce(t(queued ? "deleteQueued" : "deleted"))}
    >
      {() => <Uses uses={uses} />}
    </ConfirmDialog>
  );
}

function Uses({ uses }: Pick<DeleteFieldProps, "uses">) {
  const t = useTranslations("fields");
  const { state, send } = useAction(uses);
  const ask = useEffectEvent(() => send(new FormData()));
  useEffect(() => {
    ask();
  }, []);
  if (state.status === "idle") return <p className="text-sm text-muted">{t("usesLoading")}</p>;
  if (state.status === "refused") return <p className="text-sm">{t("usesUnknown")}</p>;
  const { messages, total } = state.value;
  if (total === 0) return <p className="text-sm text-muted">{t("usesNone")}</p>;
  return (
    <div className="text-sm">
      <p>{t("uses", { total })}</p>
      <ul className="mt-1 list-inside list-disc [overflow-wrap:anywhere]">
        {messages.map(({ id, subject }) => (
          <li key={id}>
            <Link href={`/messages/${id}`} className="underline underline-offset-3">
              {subject}
            </Link>
          </li>
        ))}
      </ul>
      {total > messages.length && <p>{t("usesMore", { count: total - messages.length })}</p>}
    </div>
  );
}
