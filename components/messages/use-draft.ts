"use client";

import { unstable_rethrow } from "next/navigation";
import { useLocale } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { v4 as uuidv4 } from "uuid";
import { autosaver, type Autosaver, type AutosaveState } from "@/components/messages/autosaver";
import { formOf, textOf, type StoredDraft } from "@/components/messages/unsaved-message";
import { idle, type ActionState, type FormAction } from "@/lib/actions/state";
import type { OpenedDraft } from "@/lib/messages/draft-queries";
import type { KeptDraft } from "@/lib/messages/drafts";
import type { TypedMessage } from "@/lib/messages/schema";

export interface DraftActions {
  keep: FormAction<KeptDraft>;
  discard: FormAction;
}

interface DraftOptions {
  messageId: string;
  /** What is kept when the page opens. */
  opened: OpenedDraft | null;
  /** What is kept by now, and where. */
  draft: StoredDraft | null;
  setDraft: (draft: StoredDraft | null) => void;
  /** What is typed and not saved; null for nothing. */
  unsaved: TypedMessage | null;
  /** What it was written upon; another object after each save. */
  basis: { version: number | null };
  /** While a save is waited for, or nobody has said which of two texts it is. */
  isHeld: boolean;
  actions: DraftActions;
}

/** Keeps what is typed beside the message until it is saved. */
export function useDraft(options: DraftOptions) {
  const { opened, setDraft, unsaved, basis, isHeld } = options;
  const [state, setState] = useState<AutosaveState>(
    opened === null ? { status: "idle" } : { status: "kept", at: opened.seen },
  );
  const [isResumed, setResumed] = useState(opened !== null);
  const saver = useRef<Autosaver>(null);
  const newest = useSend(options);
  const send = useRef(newest);
  const first = useRef({ text: opened && textOf(opened.fields), at: opened?.seen ?? 0 });
  useEffect(() => {
    send.current = newest;
  });
  useEffect(() => {
    const made = autosaver((text) => send.current(text), setState, first.current);
    saver.current = made;
    const hidden = () => document.visibilityState === "hidden" && made.flush();
    window.addEventListener("online", made.flush);
    window.addEventListener("focus", made.flush);
    document.addEventListener("visibilitychange", hidden);
    return () => {
      window.removeEventListener("online", made.flush);
      window.removeEventListener("focus", made.flush);
      document.removeEventListener("visibilitychange", hidden);
      made.leave();
    };
  }, []);
  const text = unsaved && textOf(unsaved);
  useEffect(() => {
    saver.current?.hold(isHeld);
    if (!isHeld) saver.current?.typed(text);
  }, [text, basis, isHeld]);

  /** @param at when it was saved; null for a text that is discarded */
  function settle(at: number | null): void {
    saver.current?.settle(at);
    setDraft(null);
    setResumed(false);
  }
  return {
    state,
    /** Whether what stands in the form was typed on an earlier page. */
    isResumed,
    settle,
  };
}

/** Sends a text to where it is kept, or with null deletes it there. */
function useSend({ messageId, draft, setDraft, basis, actions }: DraftOptions) {
  const locale = useLocale();
  return async (text: string | null) => {
    const writer = draft?.writer ?? uuidv4();
    const written = { messageId, draftId: draft?.draftId ?? writer, writer, seen: draft?.seen ?? null };
    const form = new FormData();
    for (const [name, value] of [...markOf(written), ["locale", locale] as const]) form.set(name, value);
    if (text === null) {
      const answer = await answerOf(actions.discard, form);
      if (answer.status === "done") setDraft(null);
      return answer.status === "done" ? ok(answer.at) : failed(answer);
    }
    form.set("messageId", messageId);
    if (basis.version !== null) form.set("version", String(basis.version));
    for (const [name, value] of formOf(JSON.parse(text) as TypedMessage)) form.set(name, value);
    const answer = await answerOf(actions.keep, form);
    // Where the answer was lost, the draft may have been written all the same: the writer tells.
    setDraft(answer.status === "done" ? { ...written, ...answer.value } : written);
    return answer.status === "done" ? ok(answer.value.seen) : failed(answer);
  };
}

/** What names a draft in a form: its fields. */
export function markOf(draft: StoredDraft | null): [name: string, value: string][] {
  if (draft === null) return [];
  const { draftId, writer, seen } = draft;
  return [
    ["draftId", draftId],
    ...(writer === null ? [] : [["writer", writer] satisfies [string, string]]),
    ...(seen === null ? [] : [["seen", String(seen)] satisfies [string, string]]),
  ];
}

async function answerOf<Value>(action: FormAction<Value>, form: FormData): Promise<ActionState<Value>> {
  try {
    return await action(idle, form);
  } catch (error) {
    unstable_rethrow(error);
    console.warn("What is typed could not be kept.", error);
    return { status: "refused", code: "unreachable", values: {}, faults: {}, typed: {} };
  }
}

const ok = (at: number) => ({ ok: true, at }) as const;

function failed(answer: ActionState<unknown>) {
  return { ok: false, code: answer.status === "refused" ? answer.code : "unreachable" } as const;
}
