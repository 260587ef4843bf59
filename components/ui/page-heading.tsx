import type { ReactNode } from "react";
import { Breakable } from "@/components/ui/breakable";

export function PageHeading({ children }: { children: ReactNode }) {
  return (
    <h1 className="font-display text-3xl leading-tight font-semibold tracking-tight [overflow-wrap:anywhere] outline-none sm:text-4xl">
      {typeof children === "string" ? <Breakable>{children}</Breakable> : children}
    </h1>
  );
}

export function SectionHeading({ children }: { children: ReactNode }) {
  return <h2 className="mb-4 font-display text-xl font-semibold">{children}</h2>;
}
