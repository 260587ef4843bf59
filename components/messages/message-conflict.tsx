"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { v4 as uuidv4 } from "uuid";
import { useAction } from "@/components/forms/use-action";
import { ConflictDialog } from "@/components/messages/conflict-dialog";
import { formOf } from "@/components/messages/unsaved-message";
import { markOf } from "@/components/messages/use-draft";
import type { useMessageForm } from "@/components/messages/use-message-form";
import { Notice } from "@/components/ui/notice";
import { announce } from "@/components/ui/toasts";
import type { FormAction } from "@/lib/actions/state";
import { useRouter } from "@/lib/i18n/navigation";
import type { MessagePreview } from "@/lib/messages/preview";
import type { TypedMessage } from "@/lib/messages/schema";
import type { SavedElsewhere } from "@/lib/messages/version-queries";

interface MessageConflictProps {
  editing: ReturnType<typeof useMessageForm>;
  /** A page whose message did not exist when it was opened has another to go to. */
  isNew: boolean;
  timeZone: string;
  preview: FormAction<MessagePreview>;
  readSaved: FormAction<SavedElsewhere>;
  setAside: FormAction;
}

/** Where a save meets one from another page: says so, and lets the writer choose. */
export function MessageConflict({
  editing,
  isNew,
  timeZone,
  preview,
  readSaved,
  setAside,
}: MessageConflictProps) {
  const t = useTranslations("messages.conflict");
  const router = useRouter();
  const { form, typed, messageId, draft, over, replace } = editing;
  const aside = useAction(setAside);
  const refused =
    form.state.status === "refused" && form.state.code === "changed_meanwhile" ? form.state : null;
  const [closed, setClosed] = useState<object | null>(null);
  const [settled, setSettled] = useState<object | null>(null);
  if (refused === null || refused === settled || form.isPending) return null;

  const close = () => setClosed(refused);

  function dataOf(written: TypedMessage, id: string): FormData {
    const data = formOf(written);
    data.set("messageId", id);
    for (const [name, value] of markOf(draft)) data.set(name, value);
    return data;
  }

  /** Upon another version, or with null as another message. */
  function saveAs(id: string, version: number | null): void {
    const data = dataOf(editing.beginSave(), id);
    if (version !== null) data.set("version", String(version));
    over.send(data, {
      then: (outcome) => {
        if (outcome.status !== "done") return;
        editing.settle(outcome.value);
        setSettled(refused);
      },
    });
  }

  function takeTheirs({ fields, version }: SavedElsewhere): void {
    aside.send(dataOf(typed, messageId), {
      then: (outcome) => {
        if (outcome.status !== "done") return;
        replace({ fields, version });
        setSettled(refused);
        announce(t("setAside"));
        if (isNew) router.push(`/messages/${messageId}`);
      },
    });
  }

  return (
    <>
      <Notice tone="bad">
        <p>{t("notice")}</p>
        <div className="mt-3">
          <Button size="sm" onPress={() => setClosed(null)}>
            {t("compare")}
          </Button>
        </div>
      </Notice>
      {closed !== refused && (
        <ConflictDialog
          {...{ messageId, typed, timeZone, preview, close, takeTheirs }}
          read={readSaved}
          state={aside.state.status === "refused" ? aside.state : over.state}
          isPending={over.isPending || aside.isPending}
          keepMine={({ version }) => saveAs(messageId, version)}
          saveCopy={() => saveAs(uuidv4(), null)}
        />
      )}
    </>
  );
}
