import type { ReactNode } from "react";

/** A part of the profile: what it is on the left, its form on the right, below each other on a phone. */
export function ProfileSection({
  title,
  text,
  children,
}: {
  title: string;
  text: string;
  children: ReactNode;
}) {
  return (
    <section className="grid gap-x-12 gap-y-5 border-t border-separator py-10 md:grid-cols-[17rem_minmax(0,1fr)]">
      <div>
        <h2 className="font-display text-xl font-semibold">{title}</h2>
        <p className="mt-2 text-sm text-muted">{text}</p>
      </div>
      <div className="w-full max-w-xl">{children}</div>
    </section>
  );
}
