"use client";

import { Button } from "@heroui/react/button";
import { useLocale } from "next-intl";
import { useActionState, type ComponentProps, type SubmitEvent } from "react";
import { FormOutcome } from "@/components/forms/form-outcome";
import { useAction } from "@/components/forms/use-action";
import { announce } from "@/components/ui/toasts";
import { idle, type ActionState, type FormAction } from "@/lib/actions/state";

interface ActionButtonProps<Value> extends Pick<
  ComponentProps<typeof Button>,
  "variant" | "size" | "fullWidth" | "isDisabled" | "children"
> {
  action: FormAction<Value>;
  /** Announced when it is done; left out where another page follows. */
  done?: string;
  /** Of the form around it. */
  className?: string;
}

/** A button that does one thing at once, without script too. Whatever cannot be undone asks first: ConfirmDialog. */
export function ActionButton<Value>({ action, done, className, ...button }: ActionButtonProps<Value>) {
  const locale = useLocale();
  const [posted, post] = useActionState<ActionState<Value>, FormData>(action, idle);
  const { state, isPending, send } = useAction(action, posted);

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const settle = (outcome: ActionState<Value>) => {
      if (outcome.status === "done" && done !== undefined) announce(done);
    };
    send(new FormData(event.currentTarget), { then: settle });
  }

  return (
    <form action={post} onSubmit={submit} className={className}>
      <input type="hidden" name="locale" value={locale} />
      <Button type="submit" isPending={isPending} {...button} />
      <div className="mt-3 empty:hidden">
        <FormOutcome form={{ state, isPending }} />
      </div>
    </form>
  );
}
