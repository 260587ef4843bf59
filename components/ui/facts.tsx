import type { ReactNode } from "react";

/** Terms and what they are here, side by side where there is room. */
export function Facts({ children }: { children: ReactNode }) {
  return (
    <dl className="grid gap-x-10 gap-y-6 sm:grid-cols-2 lg:grid-cols-[repeat(auto-fit,minmax(13rem,1fr))]">
      {children}
    </dl>
  );
}

export function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-sm text-muted">{term}</dt>
      <dd className="mt-1 font-medium [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

/** The small print of a fact. */
export function FactDetail({ children }: { children: ReactNode }) {
  return <span className="mt-0.5 block text-sm font-normal text-muted">{children}</span>;
}
