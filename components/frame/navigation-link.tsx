"use client";

import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import { usePathname } from "@/lib/i18n/navigation";

/** A link of the navigation, its text in the reader's language. */
export interface NavigationTarget {
  href: string;
  text: string;
}

interface NavigationLinkProps {
  href: string;
  children: ReactNode;
  /** The path above all pages that this link stands for, where that is not its own. */
  section?: string;
  size?: "small" | "large";
  onClick?: () => void;
}

const sizes = { small: "px-3 py-1.5 text-sm", large: "px-3 py-2.5" };

/** It knows when its page or one below it is shown. */
export function NavigationLink({
  href,
  children,
  section = href,
  size = "small",
  onClick,
}: NavigationLinkProps) {
  const pathname = usePathname();
  const isBelow = pathname.startsWith(`${section}/`);
  return (
    <Link
      href={href}
      onClick={onClick}
      aria-current={pathname === href ? "page" : isBelow ? "true" : undefined}
      className={`block rounded-md font-medium whitespace-nowrap text-muted hover:text-foreground aria-[current]:bg-default aria-[current]:text-foreground ${sizes[size]}`}
    >
      {children}
    </Link>
  );
}
