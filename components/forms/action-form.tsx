"use client";

import { useLocale } from "next-intl";
import type { ComponentProps, ReactNode, SubmitEvent } from "react";
import { UnsavedOffer } from "@/components/forms/unsaved-offer";

interface ActionFormProps {
  /** Of `useActionForm` or `useUnsavedForm`. */
  form: {
    post: (form: FormData) => void;
    submit: (event: SubmitEvent<HTMLFormElement>) => void;
    unsaved?: ComponentProps<typeof UnsavedOffer> | null;
  };
  className?: string;
  /** For a button outside of it. */
  id?: string;
  children: ReactNode;
}

/**
 * The `<form>` of `useActionForm`. The action reads the page's language from it. Of two texts, the one in it and the one
 * that was left, only one can be kept: it is shut until the offer above it is answered.
 */
export function ActionForm({ form, className = "flex flex-col gap-5", id, children }: ActionFormProps) {
  const { post, submit, unsaved = null } = form;
  return (
    <>
      {unsaved !== null && (
        // Seen wherever the browser has scrolled to.
        <div className="sticky top-20 z-10 my-6 rounded-xl bg-background">
          <UnsavedOffer {...unsaved} />
        </div>
      )}
      <form
        id={id}
        action={post}
        onSubmit={submit}
        noValidate
        inert={unsaved !== null}
        className={`inert:opacity-50 ${className}`}
      >
        <input type="hidden" name="locale" value={useLocale()} />
        {children}
      </form>
    </>
  );
}
