"use client";

const ROWS = Array.from({ length: 6 }, (_, row) => row);

/** The outline of a list while its rows are read. */
export function ListSkeleton({ label }: { label: string }) {
  return (
    <div
      role="status"
      aria-label={label}
      className="divide-y divide-separator rounded-xl border border-border bg-surface shadow-surface"
    >
      {ROWS.map((row) => (
        <div
          key={row}
          aria-hidden="true"
          className="flex animate-pulse gap-6 px-4 py-5 motion-reduce:animate-none"
        >
          <div className="h-4 w-2/5 rounded bg-default" />
          <div className="h-4 w-16 rounded bg-default" />
          <div className="h-4 w-1/5 rounded bg-default max-md:hidden" />
        </div>
      ))}
    </div>
  );
}
