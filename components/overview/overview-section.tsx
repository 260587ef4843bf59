import type { ReactNode } from "react";
import { SectionHeading } from "@/components/ui/page-heading";

/** A part of the overview under its heading. */
export function OverviewSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="min-w-0">
      <SectionHeading>{title}</SectionHeading>
      {children}
    </section>
  );
}

/** What stands in a part that has nothing to tell: a sentence, and no picture. */
export function Quiet({ children }: { children: ReactNode }) {
  return (
    <p className="rounded-2xl border border-dashed border-border px-5 py-6 text-muted sm:px-6">{children}</p>
  );
}

/** Rows of a part, one below the other. */
export function Rows({ children }: { children: ReactNode }) {
  return (
    <ul className="divide-y divide-separator rounded-2xl border border-border bg-surface shadow-surface">
      {children}
    </ul>
  );
}
