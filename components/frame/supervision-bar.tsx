"use client";

import { NavigationLink, type NavigationTarget } from "@/components/frame/navigation-link";
import { usePathname } from "@/lib/i18n/navigation";

interface SupervisionBarProps {
  label: string;
  links: NavigationTarget[];
}

/** The second line of the navigation, on the pages that watch over everybody's things. On a phone the menu has them. */
export function SupervisionBar({ label, links }: SupervisionBarProps) {
  const pathname = usePathname();
  if (links.length === 0 || !pathname.startsWith("/admin/")) return null;
  return (
    <nav aria-label={label} className="hidden border-b border-separator md:block">
      <ul className="mx-auto -my-px flex w-full max-w-6xl gap-1 overflow-x-auto px-3 py-2 sm:px-5">
        {links.map(({ href, text }) => (
          <li key={href}>
            <NavigationLink href={href}>{text}</NavigationLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
