import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";

/** A link within or below the text of a form. */
export function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="font-medium text-accent underline underline-offset-4">
      {children}
    </Link>
  );
}
