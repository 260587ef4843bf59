import type { ReactNode } from "react";

/** The heading of a form of accounts, with a sentence below it. */
export function FormHeading({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <h1 className="font-display text-3xl font-semibold tracking-tight">{title}</h1>
      <p className="mt-2 mb-8 text-muted">{children}</p>
    </>
  );
}
