"use client";

import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button-link";
import { Mark } from "@/components/ui/mark";

/** A way out of a page that shows nothing else. */
export interface WayHome {
  href: string;
  text: string;
}

interface DeadEndProps {
  title: string;
  children: ReactNode;
  home: WayHome;
}

/** Says why there is no page here, and leads on. */
export function DeadEnd({ title, children, home }: DeadEndProps) {
  return (
    <div className="mx-auto flex w-full max-w-lg flex-col items-start px-4 py-20 sm:py-28">
      <Mark className="h-10 w-auto text-brass" />
      <h1 className="mt-6 font-display text-3xl font-semibold tracking-tight">{title}</h1>
      <p className="mt-3 mb-8 text-muted">{children}</p>
      <ButtonLink href={home.href} variant="secondary">
        {home.text}
      </ButtonLink>
    </div>
  );
}
