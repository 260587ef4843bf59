import { Link } from "@/components/ui/link";
import { pageHref } from "@/lib/paging/address";

interface FilterLinksProps {
  label: string;
  path: string;
  /** The query parameter that these choices set. */
  parameter: string;
  /** Every parameter as it stands, without the place in the list: another choice begins at the start. */
  kept: Record<string, string>;
  /** Value and words; "" for all. */
  choices: { value: string; text: string }[];
}

/** One choice of many, as links, so that a filtered page has an address. */
export function FilterLinks({ label, path, parameter, kept, choices }: FilterLinksProps) {
  return (
    <nav aria-label={label} className="flex flex-wrap gap-1.5">
      {choices.map(({ value, text }) => (
        <Link
          key={value}
          href={pageHref(path, { ...kept, [parameter]: value })}
          scroll={false}
          aria-current={(kept[parameter] ?? "") === value ? "true" : undefined}
          className="rounded-lg border border-border px-3 py-1.5 text-sm text-muted hover:text-foreground aria-[current=true]:border-transparent aria-[current=true]:bg-default aria-[current=true]:font-medium aria-[current=true]:text-foreground"
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
