"use client";

import { leaveForm } from "@/components/forms/left-form";
import { Link } from "@/components/ui/link";
import { usePathname } from "@/lib/i18n/navigation";

interface LeaveLinkProps {
  href: string;
  userId: string;
  /** Ids of the messages that the form offers. */
  known: readonly string[];
  children: string;
}

/** Leads from the form of a mailing to what is missing in it; every page then shows the way back. */
export function LeaveLink({ href, userId, known, children }: LeaveLinkProps) {
  const path = usePathname();
  return (
    <Link
      href={href}
      data-keeps-text
      onClick={(event) => {
        // In another tab nothing is left.
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        leaveForm({ userId, path, known: [...known] });
      }}
      className="w-fit text-sm underline underline-offset-3"
    >
      {children}
    </Link>
  );
}
