import type { ReactNode } from "react";
import { Mark } from "@/components/ui/mark";

interface EmptyMessageProps {
  title?: string;
  /** What will be here, in a sentence. */
  children: ReactNode;
  /** The one thing to do now. */
  action?: ReactNode;
}

/** What stands where a list would stand. */
export function EmptyMessage({ title, children, action }: EmptyMessageProps) {
  return (
    <div className="flex flex-col items-center rounded-xl border border-dashed border-border px-6 py-14 text-center">
      <Mark className="h-8 w-auto text-brass" />
      {title !== undefined && <h2 className="mt-5 font-display text-xl font-semibold">{title}</h2>}
      <p className="mt-3 max-w-md text-muted">{children}</p>
      {action && <div className="mt-6">{action}</div>}
    </div>
  );
}
