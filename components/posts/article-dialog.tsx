"use client";

import { AlertDialog } from "@heroui/react/alert-dialog";
import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { useState, useTransition, type ReactNode, type SubmitEvent } from "react";
import { answerOf } from "@/components/posts/answer-of";
import { ArticleRefusal } from "@/components/posts/article-texts";
import { Notice } from "@/components/ui/notice";
import { announce } from "@/components/ui/toasts";

interface ArticleDialogProps {
  /** The button that opens it. */
  opener: ReactNode;
  title: string;
  text: string;
  confirm: string;
  tone: "danger" | "primary";
  children?: ReactNode;
  /** Answers with the code of a refusal, null when done: then the dialog closes. */
  submit: (form: FormData) => Promise<string | null>;
  /** Announced when it is done; left out where another page follows. */
  done?: string;
  /** The words for a code that is none of an article's refusals. */
  fault?: (code: string) => ReactNode;
}

/** Asks before it does something to an article. What was typed stays while it is refused. */
export function ArticleDialog(props: ArticleDialogProps) {
  const { opener, title, text, confirm, tone, children, submit, done, fault } = props;
  const t = useTranslations("articles");
  const [isOpen, setOpen] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isPending, startTransition] = useTransition();

  function open(opened: boolean): void {
    setOpen(opened);
    setRefusal(null);
  }

  function send(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    // To React it stands within the form from which it was opened.
    event.stopPropagation();
    const form = new FormData(event.currentTarget);
    startTransition(async () => {
      const code = await answerOf(() => submit(form));
      setRefusal(code);
      if (code !== null) return;
      setOpen(false);
      if (done !== undefined) announce(done);
    });
  }

  return (
    <AlertDialog isOpen={isOpen} onOpenChange={open}>
      {opener}
      <AlertDialog.Backdrop isDismissable isKeyboardDismissDisabled={false}>
        <AlertDialog.Container size="md" placement="center">
          <AlertDialog.Dialog>
            <form onSubmit={send} noValidate className="contents">
              <AlertDialog.Header>
                <AlertDialog.Heading className="font-display text-xl [overflow-wrap:anywhere]">
                  {title}
                </AlertDialog.Heading>
              </AlertDialog.Header>
              <AlertDialog.Body className="flex flex-col gap-4">
                <p>{text}</p>
                {children}
                {!isPending && refusal !== null && (
                  <Notice tone="bad">{fault?.(refusal) ?? <ArticleRefusal code={refusal} />}</Notice>
                )}
              </AlertDialog.Body>
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
