"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { Notice } from "@/components/ui/notice";
import type { FormAction } from "@/lib/actions/state";

interface DraftNoticeProps {
  /** When it was written, in words. */
  writtenAt: string;
  isNew: boolean;
  /** The message was saved since the draft was begun. */
  isOvertaken: boolean;
  discard: FormAction;
  onDiscarded: () => void;
}

/** Says that what stands in the form is not what is sent, and offers to go back to that. */
export function DraftNotice({ writtenAt, isNew, isOvertaken, discard, onDiscarded }: DraftNoticeProps) {
  const t = useTranslations("messages.draft");
  return (
    <div className="mt-6">
      <Notice tone="careful">
        <p>{t(isNew ? "openedNew" : "opened", { time: writtenAt })}</p>
        {isOvertaken && <p className="mt-1">{t("overtaken")}</p>}
        <div className="mt-3">
          <ConfirmDialog
            opener={
              <Button size="sm" variant="outline">
                {t("discard")}
              </Button>
            }
            title={t("discardTitle")}
            text={t(isNew ? "discardTextNew" : "discardText")}
            confirm={t("discard")}
            tone="danger"
            action={discard}
            onDone={onDiscarded}
          />
        </div>
      </Notice>
    </div>
  );
}
