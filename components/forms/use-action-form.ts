"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useActionState, type SubmitEvent } from "react";
import { useForm, type DefaultValues, type FieldPath, type FieldValues } from "react-hook-form";
import type { z } from "zod";
import { useAction } from "@/components/forms/use-action";
import { idle, type ActionState, type FormAction } from "@/lib/actions/state";

export interface ActionFormOptions<Fields extends FieldValues, Parsed, Value> {
  action: FormAction<Value>;
  /** The server's own schema: what it refuses is said before anything is sent. */
  schema: z.ZodType<Parsed, Fields>;
  defaults: DefaultValues<Fields>;
  /** Called after each success that stays on the page, with what was sent. */
  onDone?: (value: Value, sent: FormData) => void;
  /** Called before a success leads to another page. */
  onLeave?: (sent: FormData) => void;
}

/**
 * One form: react-hook-form for what is typed, an action for what becomes of it. The browser checks first; a refusal
 * marks its fields and loses nothing. Without script the form posts to the same action and keeps what was typed. Render
 * it with `ActionForm`, its fields with those of this folder, and `FormOutcome` above the button:
 *
 *     const form = useActionForm({ action: save, schema: listInput, defaults: { name: "" } });
 *     <ActionForm form={form}><TextField control={form.control} name="name" label={t("name")} /> …
 */
export function useActionForm<Fields extends FieldValues, Parsed, Value>({
  action,
  schema,
  defaults,
  onDone,
  onLeave,
}: ActionFormOptions<Fields, Parsed, Value>) {
  // What a form without script was answered; with script it stays idle.
  const [posted, post] = useActionState<ActionState<Value>, FormData>(action, idle);
  const { state, isPending, send } = useAction(action, posted);
  const methods = useForm<Fields, unknown, Parsed>({
    resolver: zodResolver(schema),
    defaultValues: typedOver(defaults, posted),
    errors: faultsOf<Fields>(posted),
  });

  function settle(outcome: ActionState<Value>, sent: FormData): void {
    if (outcome.status === "done") onDone?.(outcome.value, sent);
    if (outcome.status !== "refused") return;
    Object.entries(outcome.faults).forEach(([name, message], nth) => {
      methods.setError(fieldOf<Fields>(name), { type: "server", message }, { shouldFocus: nth === 0 });
    });
  }

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    // To React a form in a dialog stands within the form from which it was opened.
    event.stopPropagation();
    const { nativeEvent } = event;
    const data = new FormData(event.currentTarget, nativeEvent.submitter);
    void methods.handleSubmit(() =>
      send(data, { then: (outcome) => settle(outcome, data), leaving: () => onLeave?.(data) }),
    )();
  }

  return { ...methods, state, isPending, post, submit };
}

function typedOver<Fields extends FieldValues, Value>(
  defaults: DefaultValues<Fields>,
  posted: ActionState<Value>,
): DefaultValues<Fields> {
  return posted.status === "refused" ? Object.assign({}, defaults, posted.typed) : defaults;
}

function faultsOf<Fields extends FieldValues>(posted: ActionState<unknown>) {
  if (posted.status !== "refused") return undefined;
  const entries = Object.entries(posted.faults);
  // react-hook-form types its errors by the fields, which the server names by text.
  return Object.fromEntries(
    entries.map(([name, message]) => [name, { type: "server", message }]),
  ) as ReturnType<typeof useForm<Fields>>["formState"]["errors"];
}

/** The server answers with names of the schema's fields, which are the form's. */
function fieldOf<Fields extends FieldValues>(name: string): FieldPath<Fields> {
  return name as FieldPath<Fields>;
}
