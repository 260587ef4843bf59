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
  /** Of a retry also what it never sent is tried again, not only what was rejected. */
  ofRetry: boolean;
}

/** Asks before what did not go out is tried again. */
export function RetryDialog({ retry, startId, count, ofRetry }: RetryDialogProps) {
  const t = useTranslations(ofRetry ? "retry.ofRetry" : "retry.ofRun");
  const common = useTranslations("retry");
  return (
    <ConfirmDialog
      opener={
        <Button variant="secondary">
          <RotateCcw aria-hidden="true" />
          {t("open", { count })}
        </Button>
      }
      title={t("title", { count })}
      text={common("text")}
      confirm={common("confirm")}
      tone="primary"
      action={retry}
    >
      {() => <input type="hidden" name="startId" value={startId} />}
    </ConfirmDialog>
  );
}
