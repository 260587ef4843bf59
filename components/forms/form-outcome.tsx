"use client";

import type { ReactNode } from "react";
import { RefusalText } from "@/components/forms/refusal-text";
import { Notice } from "@/components/ui/notice";
import type { ActionState } from "@/lib/actions/state";

interface FormOutcomeProps {
  form: { state: ActionState<unknown>; isPending: boolean };
  /** What stands there once it is done; nothing where that is announced in passing. */
  children?: ReactNode;
}

/** What became of a form: nothing yet, why not, or that it is done. */
export function FormOutcome({ form: { state, isPending }, children }: FormOutcomeProps) {
  if (isPending || state.status === "idle") return null;
  if (state.status === "refused") {
    return (
      <Notice tone="bad">
        <RefusalText code={state.code} values={state.values} />
      </Notice>
    );
  }
  return children === undefined ? null : (
    <Notice tone="good" key={state.at}>
      {children}
    </Notice>
  );
}
