"use client";

import { useLocale } from "next-intl";
import { useActionState, type ReactNode } from "react";
import { forgetTab } from "@/components/ui/forget-tab";
import { idle, type FormAction } from "@/lib/actions/state";

interface SignOutFormProps {
  /** Leads on in every case. */
  signOut: FormAction;
  children: ReactNode;
}

/** A plain form, so that it works before and without the page's script. */
export function SignOutForm({ signOut, children }: SignOutFormProps) {
  const [, post] = useActionState(signOut, idle);
  return (
    <form action={post} onSubmit={forgetTab} className="flex">
      <input type="hidden" name="locale" value={useLocale()} />
      {children}
    </form>
  );
}
