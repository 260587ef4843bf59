"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { useSelection } from "@/components/lists/selection";
import {
  ChosenRows,
  useChosen,
  type ChangeChosen,
  type ListFilter,
} from "@/components/recipients/chosen-rows";
import { announce } from "@/components/ui/toasts";
import type { Changed } from "@/lib/recipients/chosen";

interface ChosenDialogProps {
  /** On the button that opens it. */
  opens: string;
  title: string;
  text: ReactNode;
  confirm: string;
  tone: "primary" | "danger";
  filter: ListFilter;
  action: ChangeChosen;
  /** What is said of a change that was made at once; one that is queued is told of alike everywhere. */
  done: (count: number) => string;
  /** Whether nothing is selected any more when it is done. */
  clears?: boolean;
  /** Fields, given the faults by name. */
  children?: (faults: Readonly<Record<string, string>>) => ReactNode;
}

/** Asks before something is done to the selected recipients, and says what came of it. */
export function ChosenDialog(props: ChosenDialogProps) {
  const { opens, title, text, confirm, tone, filter, action, done, clears = false, children } = props;
  const t = useTranslations("recipientForms");
  const { clear } = useSelection();
  const chosen = useChosen();

  function tell({ count, queued }: Changed): void {
    if (clears) clear();
    announce(queued ? t("queued", { count }) : done(count));
  }

  return (
    <ConfirmDialog
      opener={
        <Button size="sm" variant={tone === "danger" ? "danger-soft" : "secondary"}>
          {opens}
        </Button>
      }
      {...{ title, text, confirm, tone }}
      action={chosen(action)}
      onDone={tell}
    >
      {(faults) => (
        <>
          <ChosenRows filter={filter} />
          {children?.(faults)}
        </>
      )}
    </ConfirmDialog>
  );
}
