"use client";

import { useLocale } from "next-intl";
import type { ReactNode, SubmitEvent } from "react";

interface ActionFormProps {
  /** Of `useActionForm`. */
  form: {
    post: (form: FormData) => void;
    submit: (event: SubmitEvent<HTMLFormElement>) => void;
  };
  className?: string;
  /** Shut, as while a question above it is open. */
  inert?: boolean;
  children: ReactNode;
}

/** The `<form>` of `useActionForm`. The action reads the page's language from it. */
export function ActionForm({ form, className = "flex flex-col gap-5", inert, children }: ActionFormProps) {
  return (
    <form action={form.post} onSubmit={form.submit} noValidate inert={inert} className={className}>
      <input type="hidden" name="locale" value={useLocale()} />
      {children}
    </form>
  );
}
