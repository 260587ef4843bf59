"use client";

import { unstable_rethrow } from "next/navigation";
import { useLocale } from "next-intl";
import { useState, useTransition } from "react";
import { idle, type ActionState, type FormAction } from "@/lib/actions/state";

interface ActionHooks<Value> {
  /** Given the outcome of an action that stays on the page. */
  then?: (outcome: ActionState<Value>) => void;
  /** The action leads to another page: it has done what was sent. */
  leaving?: () => void;
}

interface UsedAction<Value> {
  state: ActionState<Value>;
  isPending: boolean;
  send: (form: FormData, hooks?: ActionHooks<Value>) => void;
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
    send(form, { then, leaving } = {}) {
      form.set("locale", locale);
      start(async () => {
        const outcome = await answerOf(action, form, leaving);
        setAnswer(outcome);
        then?.(outcome);
      });
    },
    forget: () => setAnswer(idle),
  };
}

async function answerOf<Value>(
  action: FormAction<Value>,
  form: FormData,
  leaving: (() => void) | undefined,
): Promise<ActionState<Value>> {
  let isLeaving = true;
  try {
    const outcome = await action(idle, form);
    isLeaving = false;
    return outcome;
  } catch (error) {
    // An action that leads to another page says so by throwing.
    unstable_rethrow(error);
    isLeaving = false;
    console.warn("No answer came.", error);
    return { status: "refused", code: "unreachable", values: {}, faults: {}, typed: {} };
  } finally {
    if (isLeaving) leaving?.();
  }
}
