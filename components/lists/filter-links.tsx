import { useFormatter } from "next-intl";
import type { FilterChoice } from "@/components/lists/filter-choices";
import { Link } from "@/components/ui/link";
import { listHref, type AskedList } from "@/lib/paging/address";

interface FilterLinksProps {
  label: string;
  /** The list as its address asks for it: another choice begins at the start. */
  list: Omit<AskedList, "place">;
  /** The query parameter that these choices set. */
  parameter: string;
  choices: readonly FilterChoice[];
  /** For what a wide screen offers elsewhere. */
  phoneOnly?: boolean;
}

/** One choice of few, as links, so that a filtered page has an address. */
export function FilterLinks({ label, list, parameter, choices, phoneOnly = false }: FilterLinksProps) {
  const format = useFormatter();
  const current = list.asked[parameter] ?? "";
  return (
    <nav aria-label={label} className={phoneOnly ? "filter-links md:hidden" : "filter-links"}>
      {choices.map(({ value, text, count }) => (
        <Link
          key={value}
          href={listHref(list, { [parameter]: value })}
          scroll={false}
          aria-current={current === value ? "true" : undefined}
        >
          {text}
          {count !== undefined && <span> {format.number(count)}</span>}
        </Link>
      ))}
    </nav>
  );
}
