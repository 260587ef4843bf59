"use client";

import { useTranslations } from "next-intl";
import { ConfirmDialog, type ConfirmDialogProps } from "@/components/forms/confirm-dialog";
import { PlainField } from "@/components/forms/plain-field";
import { LONGEST_REASON, reasonInput } from "@/lib/actions/schema";

/** Something done to somebody else's things, for a reason that they and the audit log are told. */
export function ReasonDialog<Value>(props: Omit<ConfirmDialogProps<Value>, "children" | "schema">) {
  const t = useTranslations("forms");
  return (
    <ConfirmDialog {...props} schema={reasonInput}>
      {(faults) => (
        <PlainField
          name="reason"
          label={t("reason")}
          rows={3}
          maxLength={LONGEST_REASON}
          fault={faults.reason}
        />
      )}
    </ConfirmDialog>
  );
}
