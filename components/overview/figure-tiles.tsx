import { useFormatter } from "next-intl";
import { Link } from "@/components/ui/link";

export interface FigureTile {
  name: string;
  count: number;
  /** Where the things themselves are; left out where there is no such page. */
  href?: string;
}

/** Figures side by side; one that has a page leads there as a whole. */
export function FigureTiles({ tiles }: { tiles: FigureTile[] }) {
  const format = useFormatter();
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-2xl border border-border bg-surface shadow-surface sm:grid-cols-3 lg:grid-cols-[repeat(auto-fit,minmax(9rem,1fr))]">
      {tiles.map(({ name, count, href }) => (
        <div
          key={name}
          className="relative flex flex-col p-4 max-sm:last:odd:col-span-2 shadow-[0_0_0_1px_var(--separator)] has-[a:hover]:bg-surface-secondary sm:p-5"
        >
          <dt className="text-sm text-muted">
            {href === undefined ? (
              name
            ) : (
              <Link href={href} className="after:absolute after:inset-0">
                {name}
              </Link>
            )}
          </dt>
          <dd className="mt-auto pt-2 font-display text-2xl font-semibold tabular-nums sm:text-3xl">
            {format.number(count)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
