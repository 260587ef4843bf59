"use client";

import { useTranslations } from "next-intl";
import { TypeSelect } from "@/components/fields/type-select";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { useAction } from "@/components/forms/use-action";
import type { FormAction } from "@/lib/actions/state";
import type { Unfit } from "@/lib/fields/filled";
import { fieldTitle, typeInput, type FieldType, type KnownField } from "@/lib/fields/schema";

interface ChangeTypeProps {
  field: KnownField;
  action: FormAction;
  /** How many values would not fit. */
  check: FormAction<Unfit>;
  onClosed: () => void;
}

/** Another type for a field; says how many of its values do not fit it. */
export function ChangeType({ field, action, check, onClosed }: ChangeTypeProps) {
  const t = useTranslations("fields");
  const { state, isPending, send } = useAction(check);

  function ask(type: FieldType): void {
    const form = new FormData();
    form.set("type", type);
    send(form);
  }

  return (
    <ConfirmDialog
      onClosed={onClosed}
      title={t("changeTypeTitle", { field: fieldTitle(field) })}
      text={t("typeText")}
      confirm={t("changeTypeConfirm")}
      tone="primary"
      action={action}
      schema={typeInput}
      done={t("typeChanged")}
    >
      {() => (
        <>
          <TypeSelect type={field.type} change={ask} />
          <p role="status" className="text-sm empty:hidden">
            {isPending && <span className="text-muted">{t("checking")}</span>}
            {!isPending && state.status === "refused" && t("checkFailed")}
            {!isPending && state.status === "done" && <Fit unfit={state.value} />}
          </p>
        </>
      )}
    </ConfirmDialog>
  );
}

function Fit({ unfit: { unfit, examples, isEstimate } }: { unfit: Unfit }) {
  const t = useTranslations("fields");
  if (unfit === 0) return t("allFit");
  return t(isEstimate ? "aboutUnfit" : "someUnfit", {
    count: unfit,
    examples: examples.map((one) => `“${one}”`).join(", "),
  });
}
