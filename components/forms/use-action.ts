"use client";

import { unstable_rethrow } from "next/navigation";
import { useLocale } from "next-intl";
import { useState, useTransition } from "react";
import { idle, type ActionState, type FormAction } from "@/lib/actions/state";

interface UsedAction<Value> {
  state: ActionState<Value>;
  isPending: boolean;
  /** Sends a form's data; the promise ends with the outcome, unless the action leads to another page. */
  send: (form: FormData, then?: (outcome: ActionState<Value>) => void) => void;
  /** Forgets the outcome, so that a dialog opens as new. */
  forget: () => void;
}

/**
 * Calls an action from the browser. Where no answer comes, or what answers is no action because another build is served,
 * that is a refusal too: the page stays, and what was typed.
 */
export function useAction<Value>(
  action: FormAction<Value>,
  first: ActionState<Value> = idle,
): UsedAction<Value> {
  const locale = useLocale();
  const [answer, setAnswer] = useState<ActionState<Value> | null>(null);
  const [isPending, start] = useTransition();
  return {
    state: answer ?? first,
    isPending,
    send(form, then) {
      form.set("locale", locale);
      start(async () => {
        const outcome = await answerOf(action, form);
        setAnswer(outcome);
        then?.(outcome);
      });
    },
    forget: () => setAnswer(idle),
  };
}

async function answerOf<Value>(action: FormAction<Value>, form: FormData): Promise<ActionState<Value>> {
  try {
    return await action(idle, form);
  } catch (error) {
    // An action that leads to another page says so by throwing.
    unstable_rethrow(error);
    console.warn("No answer came.", error);
    return { status: "refused", code: "unreachable", values: {}, faults: {}, typed: {} };
  }
}
