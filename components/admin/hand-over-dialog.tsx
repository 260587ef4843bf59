"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { PlainField } from "@/components/forms/plain-field";
import type { FormAction } from "@/lib/actions/state";
import { heirSchema } from "@/lib/users/schema";

/** Gives what somebody owns, and may not use any more, to somebody else. */
export function HandOverDialog({ name, handOver }: { name: string; handOver: FormAction }) {
  const t = useTranslations("supervision.handOver");
  return (
    <ConfirmDialog
      opener={
        <Button variant="tertiary" size="sm">
          {t("open")}
        </Button>
      }
      title={t("title", { name })}
      text={t("text")}
      confirm={t("confirm")}
      tone="danger"
      action={handOver}
      done={t("done", { name })}
      schema={heirSchema}
    >
      {(faults) => <PlainField name="heirEmail" type="email" label={t("heir")} fault={faults.heirEmail} />}
    </ConfirmDialog>
  );
}
