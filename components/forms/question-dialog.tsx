"use client";

import { AlertDialog } from "@heroui/react/alert-dialog";
import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import type { ReactNode, SubmitEvent } from "react";
import { Breakable } from "@/components/ui/breakable";

interface QuestionDialogProps {
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
  /** The button that opens it, where it stands beside it. */
  opener?: ReactNode;
  title: string;
  /** The verb on the button. */
  confirm: string;
  tone: "danger" | "primary";
  isPending?: boolean;
  submit: (form: HTMLFormElement) => void;
  children: ReactNode;
}

/** The frame of every question: title, what will happen, and two answers. */
export function QuestionDialog(props: QuestionDialogProps) {
  const { isOpen, setOpen, opener, title, confirm, tone, isPending = false, submit, children } = props;
  const t = useTranslations("forms");

  function answer(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    // To React it stands within the form from which it was opened.
    event.stopPropagation();
    submit(event.currentTarget);
  }

  return (
    <AlertDialog isOpen={isOpen} onOpenChange={setOpen}>
      {opener}
      <AlertDialog.Backdrop isDismissable isKeyboardDismissDisabled={false}>
        <AlertDialog.Container size="md" placement="center">
          <AlertDialog.Dialog>
            <form onSubmit={answer} noValidate className="contents">
              <AlertDialog.Header>
                <AlertDialog.Heading className="font-display text-xl [overflow-wrap:anywhere]">
                  <Breakable>{title}</Breakable>
                </AlertDialog.Heading>
              </AlertDialog.Header>
              <AlertDialog.Body className="flex flex-col gap-4">{children}</AlertDialog.Body>
              <AlertDialog.Footer>
                <Button slot="close" variant="tertiary">
                  {t("cancel")}
                </Button>
                <Button type="submit" variant={tone} isPending={isPending}>
                  {confirm}
                </Button>
              </AlertDialog.Footer>
            </form>
          </AlertDialog.Dialog>
        </AlertDialog.Container>
      </AlertDialog.Backdrop>
    </AlertDialog>
  );
}
