"use client";

import { Button } from "@heroui/react/button";
import { History } from "lucide-react";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import type { FormAction } from "@/lib/actions/state";
import type { SavedMessage } from "@/lib/messages/commands";

/** Makes a message what it was. */
export function BringBack({ time, action }: { time: string; action: FormAction<SavedMessage> }) {
  const t = useTranslations("messages.versions");
  return (
    <ConfirmDialog
      opener={
        <Button>
          <History aria-hidden="true" />
          {t("bringBack")}
        </Button>
      }
      title={t("bringBackTitle")}
      text={t("bringBackText", { time })}
      confirm={t("bringBackConfirm")}
      tone="primary"
      action={action}
    />
  );
}
