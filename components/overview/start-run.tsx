"use client";

import { Button } from "@heroui/react/button";
import { Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { announce } from "@/components/ui/toasts";
import type { FormAction } from "@/lib/actions/state";
import { useRouter } from "@/lib/i18n/navigation";
import type { Started } from "@/lib/mailings/start";

interface StartRunProps {
  start: FormAction<Started>;
  /** Issued with the page: a second click with the same id finds the first attempt. */
  startId: string;
  mailingId: string;
  /** The run that the dialog promises to stand in for. */
  inPlaceOf: Date;
  count: number;
  /** What the dialog says. */
  text: string;
}

/** Starts a mailing before its time after asking, and leads to where it can be watched. */
export function StartRun({ start, startId, mailingId, inPlaceOf, count, text }: StartRunProps) {
  const t = useTranslations("start");
  const router = useRouter();
  return (
    <ConfirmDialog
      opener={
        <Button size="sm" variant="secondary">
          <Play aria-hidden="true" />
          {t("start")}
        </Button>
      }
      title={t("startTitle", { count })}
      text={text}
      confirm={t("startConfirm")}
      tone="primary"
      action={start}
      onDone={() => {
        announce(t("announced.start"));
        router.push(`/mailings/${mailingId}`);
      }}
    >
      {() => (
        <>
          <input type="hidden" name="startId" value={startId} />
          <input type="hidden" name="inPlaceOf" value={inPlaceOf.toISOString()} />
        </>
      )}
    </ConfirmDialog>
  );
}
