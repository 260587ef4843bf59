"use client";

import type { ReactNode } from "react";
import { Link, usePathname } from "@/lib/i18n/navigation";

/** A link of the main navigation; it knows when its pages are shown. */
export function NavigationLink({ href, children }: { href: string; children: ReactNode }) {
  const pathname = usePathname();
  const current = pathname === href || pathname.startsWith(`${href}/`);
  return (
    <Link
      href={href}
      aria-current={current ? "page" : undefined}
      className="rounded-md px-3 py-1.5 text-sm font-medium text-muted hover:text-foreground aria-[current=page]:bg-default aria-[current=page]:text-foreground"
    >
      {children}
    </Link>
  );
}
