"use client";

import { useLocale } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { idle, type ActionState, type FormAction } from "@/lib/actions/state";
import type { MessagePreview } from "@/lib/messages/preview";

/** After the last key, so that whoever types is not disturbed. */
const QUIET_MS = 500;

/**
 * The preview of what is typed: asked for again when nothing was typed for a moment, and one at a time. While the draft
 * is no message the last one stays.
 * @param draft what stands in the form, as text; "" for nothing to show
 */
export function useLivePreview(action: FormAction<MessagePreview>, draft: string) {
  const locale = useLocale();
  const [shown, setShown] = useState<MessagePreview | null>(null);
  const [refusal, setRefusal] = useState<ActionState<MessagePreview>>(idle);
  const [made, setMade] = useState("");
  const newest = useRef(draft);
  useEffect(() => {
    newest.current = draft;
    if (draft === "" || draft === made) return;
    const timer = setTimeout(() => {
      const form = new FormData();
      const fields = JSON.parse(draft) as Record<string, string>;
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      form.set("locale", locale);
      action(idle, form).then(
        (answer) => {
          if (newest.current !== draft) return;
          setMade(draft);
          setRefusal(answer);
          if (answer.status === "done") setShown(answer.value);
        },
        (error: unknown) => {
          console.warn("No preview came.", error);
          setMade(draft);
          setRefusal({ status: "refused", code: "unreachable", values: {}, faults: {}, typed: {} });
        },
      );
    }, QUIET_MS);
    return () => clearTimeout(timer);
  }, [action, draft, locale, made]);
  return { shown: draft === "" ? null : shown, refusal, isUpdating: draft !== "" && draft !== made };
}
