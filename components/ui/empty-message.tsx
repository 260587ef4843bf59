import type { ReactNode } from "react";
import { Mark } from "@/components/ui/mark";

/** What stands where a list would stand: what will be here, in a sentence. */
export function EmptyMessage({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <div className="flex flex-col items-center rounded-xl border border-dashed border-border px-6 py-14 text-center">
      <Mark className="h-8 w-auto text-brass" />
      {title !== undefined && <h2 className="mt-5 font-display text-xl font-semibold">{title}</h2>}
      <p className="mt-3 max-w-md text-muted">{children}</p>
    </div>
  );
}
