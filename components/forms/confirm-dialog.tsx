"use client";

import { useState, type ReactNode } from "react";
import type { z } from "zod";
import { FormOutcome } from "@/components/forms/form-outcome";
import { QuestionDialog } from "@/components/forms/question-dialog";
import { useAction } from "@/components/forms/use-action";
import { announce } from "@/components/ui/toasts";
import { faultsOf, formValues } from "@/lib/actions/form-values";
import type { ActionState, FormAction } from "@/lib/actions/state";

type Faults = Readonly<Record<string, string>>;

export interface ConfirmDialogProps<Value> {
  /** The button that opens it; without one it is open from the first. */
  opener?: ReactNode;
  /** Called once it is closed again, done or not. */
  onClosed?: (() => void) | undefined;
  title: string;
  /** Says what will happen, with its number or name. */
  text: ReactNode;
  /** The verb on the button. */
  confirm: string;
  tone: "danger" | "primary";
  action: FormAction<Value>;
  /** Announced when it is done; left out where another page follows. */
  done?: string;
  onDone?: (value: Value) => void;
  /** Fields, if it asks for something; given the faults by name. */
  children?: (faults: Faults) => ReactNode;
  /** Checks the fields before anything is sent. */
  schema?: z.ZodType;
}

/** Asks before something is done. What was typed stays while it is refused; opened again, it is new. */
export function ConfirmDialog<Value>(props: ConfirmDialogProps<Value>) {
  const { opener, onClosed, title, text, confirm, tone, action, done, onDone, children, schema } = props;
  const [isOpen, setOpen] = useState(opener === undefined);
  const [missing, setMissing] = useState<Faults>({});
  const { state, isPending, send, forget } = useAction(action);
  const refused = state.status === "refused" ? state.faults : {};

  function open(opened: boolean): void {
    setOpen(opened);
    setMissing({});
    forget();
    if (!opened) onClosed?.();
  }

  function submit(answered: HTMLFormElement): void {
    const form = new FormData(answered);
    const checked = schema?.safeParse(formValues(form));
    setMissing(checked?.success === false ? faultsOf(checked.error) : {});
    if (checked?.success === false) return;
    const settle = (outcome: ActionState<Value>) => {
      if (outcome.status !== "done") return;
      open(false);
      if (done !== undefined) announce(done);
      onDone?.(outcome.value);
    };
    send(form, { then: settle });
  }

  return (
    <QuestionDialog {...{ isOpen, opener, title, confirm, tone, isPending, submit }} setOpen={open}>
      <div>{text}</div>
      {children?.({ ...refused, ...missing })}
      <FormOutcome form={{ state, isPending }} />
    </QuestionDialog>
  );
}
