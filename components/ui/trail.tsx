"use client";

import { Breadcrumbs } from "@heroui/react/breadcrumbs";
import { ChevronRight } from "lucide-react";
import { Link } from "@/components/ui/link";

interface TrailProps {
  /** For screen readers. */
  label: string;
  /** The pages above this one, the uppermost first. */
  above: { href: string; text: string }[];
  here: string;
}

/** The way from a list down to this page. The library's own links would load a new document. */
export function Trail({ label, above, here }: TrailProps) {
  return (
    <nav aria-label={label} className="mb-4">
      <Breadcrumbs className="flex-wrap gap-y-1">
        {above.map(({ href, text }) => (
          <Breadcrumbs.Item key={href} className="max-w-full shrink">
            {() => (
              <>
                <Link href={href} className="min-w-0 truncate text-sm text-muted hover:text-foreground">
                  {text}
                </Link>
                <ChevronRight className="size-3.5 shrink-0 text-muted" aria-hidden="true" />
              </>
            )}
          </Breadcrumbs.Item>
        ))}
        <Breadcrumbs.Item className="max-w-full shrink">
          {() => (
            <span aria-current="page" className="max-w-xs min-w-0 truncate text-sm">
              {here}
            </span>
          )}
        </Breadcrumbs.Item>
      </Breadcrumbs>
    </nav>
  );
}
