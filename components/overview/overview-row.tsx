import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";

interface OverviewRowProps {
  href: string;
  name: string;
  /** Whose it is, where that is somebody else. */
  owner?: string | null;
  /** At the end of the line. */
  aside?: ReactNode;
  children?: ReactNode;
}

/** A line of the overview that leads to what it tells of. */
export function OverviewRow({ href, name, owner = null, aside, children }: OverviewRowProps) {
  const t = useTranslations("progress");
  return (
    <li className="px-5 py-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <p className="min-w-0 [overflow-wrap:anywhere]">
          <Link href={href} className="font-medium underline-offset-4 hover:underline">
            {name}
          </Link>
          {owner !== null && <span className="text-muted"> {t("of", { name: owner })}</span>}
        </p>
        {aside}
      </div>
      {children && (
        <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted [overflow-wrap:anywhere]">
          {children}
        </div>
      )}
    </li>
  );
}
