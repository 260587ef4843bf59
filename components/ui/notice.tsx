import { CircleAlert, CircleCheck, CirclePause, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

type NoticeTone = "good" | "careful" | "bad";

const looks: Record<NoticeTone, { icon: LucideIcon; className: string }> = {
  good: { icon: CircleCheck, className: "bg-success-soft text-success-soft-foreground" },
  careful: { icon: CirclePause, className: "bg-warning-soft text-warning-soft-foreground" },
  bad: { icon: CircleAlert, className: "bg-danger-soft text-danger-soft-foreground" },
};

/** A sentence that answers what the person just did, or that they must know before they act. Spoken when it appears. */
export function Notice({ tone, children }: { tone: NoticeTone; children: ReactNode }) {
  const { icon: Icon, className } = looks[tone];
  return (
    <div
      role={tone === "bad" ? "alert" : "status"}
      className={`flex gap-3 rounded-xl px-4 py-3 text-sm ${className}`}
    >
      <Icon className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
      <div className="min-w-0 [overflow-wrap:anywhere]">{children}</div>
    </div>
  );
}
