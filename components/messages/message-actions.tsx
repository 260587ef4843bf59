"use client";

import { Button } from "@heroui/react/button";
import { Copy, History, Pencil, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { ActionButton } from "@/components/forms/action-button";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { MailingsOf } from "@/components/messages/mailings-of";
import { TestButton } from "@/components/messages/test-button";
import { ButtonLink } from "@/components/ui/button-link";
import type { FormAction } from "@/lib/actions/state";
import { withFallbacks } from "@/lib/messages/merge-fields";
import type { MessageToRead } from "@/lib/messages/queries";

interface MessageActionsProps {
  message: Pick<MessageToRead, "id" | "subject" | "mailings">;
  duplicate: FormAction<{ messageId: string }>;
  remove: FormAction<"deleted" | "archived">;
  test: FormAction<{ to: string }>;
  /** For whom the preview stands on the page. */
  reader: string;
  inbox: string | null;
}

/** What its owner does with a message. */
export function MessageActions({ message, duplicate, remove, test, reader, inbox }: MessageActionsProps) {
  const t = useTranslations("messages");
  function chosen(): FormData {
    const form = new FormData();
    form.set("reader", reader);
    return form;
  }
  return (
    <div className="mt-6 flex flex-wrap items-start gap-3">
      <ButtonLink href={`/messages/${message.id}/edit`}>
        <Pencil aria-hidden="true" />
        {t("edit")}
      </ButtonLink>
      <TestButton action={test} read={chosen} inbox={inbox} />
      <ActionButton action={duplicate} variant="tertiary">
        <Copy aria-hidden="true" />
        {t("duplicate")}
      </ActionButton>
      <ButtonLink href={`/messages/${message.id}/versions`} variant="tertiary">
        <History aria-hidden="true" />
        {t("versions.title")}
      </ButtonLink>
      <ConfirmDialog
        opener={
          <Button variant="tertiary">
            <Trash2 aria-hidden="true" />
            {t("delete")}
          </Button>
        }
        title={t("deleteTitle")}
        text={
          message.mailings.length === 0 ? (
            t("deleteText", { subject: withFallbacks(message.subject) })
          ) : (
            <>
              <p className="mb-2">{t("inUseText")}</p>
              <MailingsOf mailings={message.mailings} />
            </>
          )
        }
        confirm={t("deleteConfirm")}
        tone="danger"
        action={remove}
      />
    </div>
  );
}
