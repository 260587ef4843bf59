import type { ReactNode } from "react";
import { SearchForm, type SearchFormProps } from "@/components/lists/search-form";

interface FilterBarProps extends SearchFormProps {
  /** FilterLinks, of the one filter that is looked at most. */
  filters?: ReactNode;
}

/** What narrows a list, in one bar: search, filters of many choices, and one as links. Not seen above a list without rows. */
export function FilterBar({ filters, ...search }: FilterBarProps) {
  return (
    <div className="filter-bar">
      <SearchForm {...search} />
      {filters}
    </div>
  );
}
