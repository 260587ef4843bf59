"use client";

import { startTransition, type SubmitEvent } from "react";
import type { FieldValues, UseFormHandleSubmit } from "react-hook-form";

/**
 * The onSubmit of a form that the browser checks first: what is valid goes to the action as the form's own data,
 * hidden fields included, and nothing typed is lost when the action refuses.
 */
export function checkedFirst<Fields extends FieldValues, Parsed>(
  handleSubmit: UseFormHandleSubmit<Fields, Parsed>,
  submit: (form: FormData) => void,
): (event: SubmitEvent<HTMLFormElement>) => void {
  return (event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void handleSubmit(() => {
      startTransition(() => {
        submit(form);
      });
    })();
  };
}
