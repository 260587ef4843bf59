"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { z } from "zod";
import { useUnsavedText } from "@/components/forms/unsaved-text";
import { useUnsavedWarning } from "@/components/forms/unsaved-warning";
import { useAction } from "@/components/forms/use-action";
import type { FormAction } from "@/lib/actions/state";
import type { PastePreview, PasteSaved } from "@/lib/recipients/paste-commands";

export interface PasteOptions {
  /** Chosen from the start. */
  list: string;
  check: FormAction<PastePreview>;
  add: FormAction<PasteSaved>;
  /** Where unsaved text waits in the browser. */
  place: string;
}

const pastedText = z.string();

/** A pasted text from its first check to the recipients that come of it. What is corrected is no fault any more. */
export function usePaste({ list, check, add, place }: PasteOptions) {
  const [text, setText] = useState("");
  /** The text that the preview is of. */
  const [checked, setChecked] = useState<string | null>(null);
  const [target, setTarget] = useState({ list, newList: "" });
  const [consent, setConsent] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const checking = useAction(check);
  const adding = useAction(add);
  const saved = adding.state.status === "done" ? adding.state.value : null;
  const unsaved = text !== "" && saved === null ? text : null;
  const { left, settle } = useUnsavedText({ place, unsaved, shape: pastedText, differs: () => true });
  useUnsavedWarning(unsaved !== null, useTranslations("forms.unsaved")("leave"));

  function type(typed: string): void {
    setText(typed);
    checking.forget();
    adding.forget();
  }

  function send(action: "check" | "add"): void {
    const form = new FormData();
    form.set("text", text);
    if (action === "check") {
      checking.send(form, {
        then(outcome) {
          setChecked(text);
          if (outcome.status === "refused" && outcome.faults["text"] !== undefined) field.current?.focus();
        },
      });
      return;
    }
    form.set("list", target.list);
    form.set("newList", target.newList);
    if (consent) form.set("consent", "on");
    adding.send(form);
  }

  return {
    ...{ text, type, field, target, consent, checking, adding, saved, send },
    preview: checked === text && checking.state.status === "done" ? checking.state.value : null,
    faults: {
      ...(checking.state.status === "refused" && checking.state.faults),
      ...(adding.state.status === "refused" && adding.state.faults),
    } as Record<string, string | undefined>,
    aim(chosen: typeof target): void {
      setTarget(chosen);
      adding.forget();
    },
    agree(agreed: boolean): void {
      setConsent(agreed);
      adding.forget();
    },
    again(): void {
      type("");
      setChecked(null);
    },
    /** What an earlier page has left; null for nothing. */
    left:
      left === null
        ? null
        : {
            bringBack(): void {
              setText(left);
              settle();
            },
            discard: settle,
          },
  };
}
