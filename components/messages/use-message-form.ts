"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, type SubmitEvent } from "react";
import { useWatch } from "react-hook-form";
import { forgetUnsaved, useUnsavedText } from "@/components/forms/unsaved-text";
import { useAction } from "@/components/forms/use-action";
import { useActionForm } from "@/components/forms/use-action-form";
import { unsavedMessage, type StoredDraft } from "@/components/messages/unsaved-message";
import { useDraft, type DraftActions } from "@/components/messages/use-draft";
import { announce } from "@/components/ui/toasts";
import type { FormAction } from "@/lib/actions/state";
import { useRouter } from "@/lib/i18n/navigation";
import type { SavedMessage } from "@/lib/messages/commands";
import type { OpenedDraft } from "@/lib/messages/draft-queries";
import { isSameMessage, messageSchema, type TypedMessage } from "@/lib/messages/schema";

export interface MessageFormOptions {
  /** As they are saved, or what a new message begins with. */
  fields: TypedMessage;
  /** The message that is edited; with null the id under which one is created. */
  message: { id: string; version: number | null };
  /** What was typed before and not saved. */
  draft: OpenedDraft | null;
  /** Whose unsaved text it is that waits in the browser. */
  userId: string;
  save: FormAction<SavedMessage>;
  drafts: DraftActions;
}

export type MessageForm = ReturnType<typeof useMessageForm>["form"];

/** What stands in the form of a message, what of it is saved, and what was left in it before without being saved. */
export function useMessageForm(options: MessageFormOptions) {
  const { fields, message, draft: opened, userId, save, drafts } = options;
  const t = useTranslations("messages");
  const router = useRouter();
  const isNew = message.version === null;
  const [messageId, setMessageId] = useState(message.id);
  const [basis, setBasis] = useState({ saved: fields, version: opened ? opened.version : message.version });
  // What is typed while an answer is waited for is not saved by it.
  const sent = useRef(fields);
  const defaults = opened?.fields ?? fields;
  const form = useActionForm({ action: save, schema: messageSchema, defaults, onDone: settle });
  const over = useAction(save);
  const typed = useWatch({ control: form.control, compute: (values) => values });
  const isDirty = !isSameMessage(typed, basis.saved);
  const [draft, setDraft] = useState<StoredDraft | null>(
    opened && { messageId, draftId: opened.draftId, writer: null, seen: opened.seen },
  );
  const place = `${userId}:message:${isNew && draft === null ? "new" : messageId}`;
  const { left, settle: settleLeft } = useUnsavedText({
    place,
    unsaved: isDirty ? { fields: typed, version: basis.version, draft } : null,
    shape: unsavedMessage,
    differs: (stored) => !isSameMessage(stored.fields, defaults),
  });
  const kept = useDraft({
    ...{ messageId, opened, draft, setDraft, basis, actions: drafts },
    unsaved: isDirty ? typed : null,
    isHeld: form.isPending || over.isPending || left !== null,
  });
  useDraftInAddress(isNew && draft !== null ? messageId : null, `${userId}:message:new`);

  function settle({ messageId: savedId, version }: SavedMessage): void {
    kept.settle(Date.now());
    const isHere = !isNew && savedId === messageId;
    setBasis({ saved: sent.current, version: isHere ? version : basis.version });
    if (isHere) {
      announce(t("saved"));
      return;
    }
    forgetUnsaved(place, unsavedMessage, (stored) => isSameMessage(stored.fields, sent.current));
    router.push(`/messages/${savedId}`);
  }

  /** @returns what is about to be saved */
  function beginSave(): TypedMessage {
    sent.current = form.getValues();
    return sent.current;
  }

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    beginSave();
    form.submit(event);
  }

  /** Puts in the place of what is typed what is saved. */
  function replace(next: { fields: TypedMessage; version: number | null }): void {
    form.reset(next.fields);
    kept.settle(null);
    setBasis({ saved: next.fields, version: next.version });
    forgetUnsaved(place, unsavedMessage, () => true);
  }

  function bringBack(): void {
    if (left === null) return;
    form.reset(left.fields);
    if (left.draft !== null) setMessageId(left.draft.messageId);
    setDraft(left.draft);
    // Over what somebody has saved since, it is not saved.
    setBasis({ saved: fields, version: left.version });
    settleLeft();
  }

  return {
    form: { ...form, submit },
    ...{ typed, messageId, version: basis.version, draft, kept, over, beginSave, settle, replace },
    /** Whether all that is typed is where another page finds it. */
    isKept: !isDirty || kept.state.status === "kept",
    unsaved: left && { bringBack, discard: settleLeft },
  };
}

/** Reloaded, the page of a new message goes on with the draft that is kept of it, wherever it was begun. */
function useDraftInAddress(messageId: string | null, begun: string): void {
  useEffect(() => {
    if (messageId === null) return;
    const address = new URL(window.location.href);
    address.searchParams.set("draft", messageId);
    window.history.replaceState(null, "", address);
    forgetUnsaved(begun, unsavedMessage, () => true);
  }, [messageId, begun]);
}
