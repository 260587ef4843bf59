"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { TargetList } from "@/components/recipients/add-to-list";
import type { ChangeChosen } from "@/components/recipients/chosen-rows";
import { announce } from "@/components/ui/toasts";

interface PutOnListProps {
  lists: { id: string; name: string }[];
  action: ChangeChosen;
  words: { opens: string; title: string; text: string; confirm: string };
}

/** Puts the recipients behind a figure into a list: one that is there, or a new one. */
export function PutOnList({ lists, action, words }: PutOnListProps) {
  const t = useTranslations("recipientForms");
  const { opens, ...asked } = words;
  return (
    <ConfirmDialog
      {...asked}
      opener={
        <Button size="sm" variant="secondary">
          {opens}
        </Button>
      }
      tone="primary"
      action={action}
      onDone={({ count }) => announce(t("queued", { count }))}
    >
      {(faults) => <TargetList lists={lists} faults={faults} />}
    </ConfirmDialog>
  );
}
