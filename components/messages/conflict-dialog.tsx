"use client";

import { AlertDialog } from "@heroui/react/alert-dialog";
import { Button } from "@heroui/react/button";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useEffect, useState, type ReactNode } from "react";
import { RefusalText } from "@/components/forms/refusal-text";
import { EmailFrame } from "@/components/messages/email-frame";
import { formOf } from "@/components/messages/unsaved-message";
import { Notice } from "@/components/ui/notice";
import { idle, type ActionState, type FormAction } from "@/lib/actions/state";
import type { MessagePreview } from "@/lib/messages/preview";
import type { TypedMessage } from "@/lib/messages/schema";
import type { SavedElsewhere } from "@/lib/messages/version-queries";

interface ConflictDialogProps {
  messageId: string;
  typed: TypedMessage;
  timeZone: string;
  read: FormAction<SavedElsewhere>;
  preview: FormAction<MessagePreview>;
  /** What became of the last answer. */
  state: ActionState<unknown>;
  isPending: boolean;
  keepMine: (theirs: SavedElsewhere) => void;
  takeTheirs: (theirs: SavedElsewhere) => void;
  saveCopy: () => void;
  close: () => void;
}

/** Two texts of one message side by side: the writer says which of them it is. Neither is lost. */
export function ConflictDialog(props: ConflictDialogProps) {
  const {
    messageId,
    typed,
    timeZone,
    read,
    preview,
    state,
    isPending,
    keepMine,
    takeTheirs,
    saveCopy,
    close,
  } = props;
  const t = useTranslations("messages.conflict");
  const forms = useTranslations("forms");
  const titleOf = useTitle(timeZone);
  const { theirs, mine } = useBoth({ messageId, typed, read, preview, state });
  const saved = theirs.status === "done" ? theirs.value : null;
  return (
    <Frame title={t("title")} close={close}>
      <AlertDialog.Body className="flex flex-col gap-5">
        <p>{t("text")}</p>
        <div className="grid gap-6 md:grid-cols-2">
          <Text
            title={t("mine")}
            answer={mine}
            button={
              <Button
                isDisabled={saved === null}
                isPending={isPending}
                onPress={() => saved && keepMine(saved)}
              >
                {t("keepMine")}
              </Button>
            }
          />
          <Text
            title={titleOf(saved)}
            answer={theirs.status === "done" ? { ...theirs, value: theirs.value.preview } : theirs}
            button={
              <Button
                variant="secondary"
                isDisabled={saved === null}
                isPending={isPending}
                onPress={() => saved && takeTheirs(saved)}
              >
                {t("takeTheirs")}
              </Button>
            }
          />
        </div>
        {!isPending && <Refusal state={state} />}
      </AlertDialog.Body>
      <AlertDialog.Footer>
        <Button slot="close" variant="tertiary">
          {forms("cancel")}
        </Button>
        <Button variant="outline" isPending={isPending} onPress={saveCopy}>
          {t("saveCopy")}
        </Button>
      </AlertDialog.Footer>
    </Frame>
  );
}

/** As large as the window allows. */
function Frame({ title, close, children }: { title: string; close: () => void; children: ReactNode }) {
  return (
    <AlertDialog isOpen onOpenChange={(isOpen) => !isOpen && close()}>
      <AlertDialog.Backdrop isDismissable isKeyboardDismissDisabled={false}>
        <AlertDialog.Container size="cover">
          <AlertDialog.Dialog>
            <AlertDialog.Header>
              <AlertDialog.Heading className="font-display text-xl">{title}</AlertDialog.Heading>
            </AlertDialog.Header>
            {children}
          </AlertDialog.Dialog>
        </AlertDialog.Container>
      </AlertDialog.Backdrop>
    </AlertDialog>
  );
}

/** Of the text that is saved: when, and by whom where that is known. */
function useTitle(timeZone: string) {
  const t = useTranslations("messages.conflict");
  const format = useFormatter();
  return (saved: SavedElsewhere | null): string => {
    if (saved === null) return t("theirs");
    const time = format.dateTime(saved.version, {
      ...{ timeZone, year: "numeric", month: "short", day: "numeric" },
      ...{ hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    });
    return saved.savedBy === null ? t("theirsAt", { time }) : t("theirsBy", { time, name: saved.savedBy });
  };
}

interface TextProps {
  title: string;
  answer: ActionState<MessagePreview>;
  button: ReactNode;
}

function Text({ title, answer, button }: TextProps) {
  const t = useTranslations("messages.conflict");
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-3">
      <h3 className="font-medium text-foreground">{title}</h3>
      {answer.status === "done" && (
        <>
          <p className="[overflow-wrap:anywhere] text-foreground">{answer.value.subject}</p>
          <EmailFrame title={title} html={answer.value.html} className="h-96 md:h-[56vh]" />
        </>
      )}
      {answer.status === "idle" && (
        <div
          role="status"
          aria-label={t("loading")}
          className="h-104 md:h-[60vh] animate-pulse rounded-lg bg-default"
        />
      )}
      {answer.status === "refused" && (
        <Notice tone="bad">
          <RefusalText code={answer.code} values={answer.values} />
        </Notice>
      )}
      <div>{button}</div>
    </section>
  );
}

/** That it was saved once more shows by the text itself, which is read anew. */
function Refusal({ state }: { state: ActionState<unknown> }) {
  if (state.status !== "refused" || state.code === "changed_meanwhile") return null;
  return (
    <Notice tone="bad">
      <RefusalText code={state.code} values={state.values} />
    </Notice>
  );
}

type Both = Pick<ConflictDialogProps, "messageId" | "typed" | "read" | "preview" | "state">;

/** Reads both anew where the message was saved once more. */
function useBoth({ messageId, typed, read, preview, state }: Both) {
  const locale = useLocale();
  const [theirs, setTheirs] = useState<ActionState<SavedElsewhere>>(idle);
  const [mine, setMine] = useState<ActionState<MessagePreview>>(idle);
  // The form behind the dialog does not change meanwhile.
  const [draft] = useState(typed);
  const again = state.status === "refused" && state.code === "changed_meanwhile" ? state : null;
  useEffect(() => {
    let isShown = true;
    const asked = new FormData();
    asked.set("messageId", messageId);
    const shown = formOf(draft);
    for (const form of [asked, shown]) form.set("locale", locale);
    const unless = (error: unknown): ActionState<never> => {
      console.warn("No answer came.", error);
      return { status: "refused", code: "unreachable", values: {}, faults: {}, typed: {} };
    };
    void read(idle, asked)
      .catch(unless)
      .then((answer) => isShown && setTheirs(answer));
    void preview(idle, shown)
      .catch(unless)
      .then((answer) => isShown && setMine(answer));
    return () => {
      isShown = false;
    };
  }, [again, draft, locale, messageId, preview, read]);
  return { theirs, mine };
}
