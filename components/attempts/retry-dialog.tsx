"use client";

import { Button } from "@heroui/react/button";
import { RotateCcw } from "lucide-react";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import type { FormAction } from "@/lib/actions/state";
import type { Retried } from "@/lib/attempts/retry";

interface RetryDialogProps {
  retry: FormAction<Retried>;
  /** Issued with the page: a second click with the same id finds the first attempt. */
  startId: string;
  count: number;
}

/** Asks before what was rejected is tried again. */
export function RetryDialog({ retry, startId, count }: RetryDialogProps) {
  const t = useTranslations("retry");
  return (
    <ConfirmDialog
      opener={
        <Button variant="secondary">
          <RotateCcw aria-hidden="true" />
          {t("open", { count })}
        </Button>
      }
      title={t("title", { count })}
      text={t("text")}
      confirm={t("confirm")}
      tone="primary"
      action={retry}
    >
      {() => <input type="hidden" name="startId" value={startId} />}
    </ConfirmDialog>
  );
}
