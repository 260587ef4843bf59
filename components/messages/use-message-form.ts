"use client";

import { useTranslations } from "next-intl";
import { useRef, useState, type SubmitEvent } from "react";
import { useWatch } from "react-hook-form";
import { forgetUnsaved, useUnsavedText } from "@/components/forms/unsaved-text";
import { useActionForm } from "@/components/forms/use-action-form";
import { isSameText, unsavedMessage, type TypedMessage } from "@/components/messages/unsaved-message";
import { announce } from "@/components/ui/toasts";
import type { FormAction } from "@/lib/actions/state";
import { useRouter } from "@/lib/i18n/navigation";
import type { SavedMessage } from "@/lib/messages/commands";
import { messageSchema } from "@/lib/messages/schema";

export interface MessageFormOptions {
  fields: TypedMessage;
  /** The message that is edited; with null the id under which one is created. */
  message: { id: string; version: number | null };
  /** Whose unsaved text it is that waits in the browser. */
  userId: string;
  save: FormAction<SavedMessage>;
}

export type MessageForm = ReturnType<typeof useMessageForm>["form"];

/** What stands in the form of a message, what of it is saved, and what was left in it before without being saved. */
export function useMessageForm({ fields, message, userId, save }: MessageFormOptions) {
  const t = useTranslations("messages");
  const router = useRouter();
  const isNew = message.version === null;
  const place = `${userId}:message:${isNew ? "new" : message.id}`;
  const [basis, setBasis] = useState({ saved: fields, version: message.version });
  // What is typed while an answer is waited for is not saved by it.
  const sent = useRef(fields);
  const form = useActionForm({ action: save, schema: messageSchema, defaults: fields, onDone: settle });
  const typed = useWatch({ control: form.control, compute: (values) => values });
  const isDirty = !isSameText(typed, basis.saved);
  const { left, settle: settleLeft } = useUnsavedText({
    place,
    unsaved: isDirty ? { fields: typed, version: basis.version } : null,
    shape: unsavedMessage,
    differs: (stored) => !isSameText(stored.fields, fields),
  });

  function settle({ messageId, version }: SavedMessage): void {
    setBasis({ saved: sent.current, version: isNew ? null : version });
    if (!isNew) {
      announce(t("saved"));
      return;
    }
    forgetUnsaved(place, unsavedMessage, (stored) => isSameText(stored.fields, sent.current));
    router.push(`/messages/${messageId}`);
  }

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    sent.current = form.getValues();
    form.submit(event);
  }

  function bringBack(): void {
    if (left === null) return;
    form.reset(left.fields);
    // Over what somebody has saved since, it is not saved.
    setBasis({ saved: fields, version: left.version });
    settleLeft();
  }

  const unsaved = left && { bringBack, discard: settleLeft };
  return { form: { ...form, submit }, typed, version: basis.version, isDirty, unsaved };
}
