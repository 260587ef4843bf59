import { buttonVariants, inputVariants } from "@heroui/styles";
import { Search, SlidersHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import type { FilterChoice } from "@/components/lists/filter-choices";
import { useAboutNumber } from "@/components/lists/use-about-number";
import type { AskedList } from "@/lib/paging/address";

export interface FilterSelectProps {
  label: string;
  /** The query parameter that it sets. */
  parameter: string;
  choices: readonly FilterChoice[];
}

function FilterSelect({ label, parameter, choices, value }: FilterSelectProps & { value: string }) {
  const t = useTranslations("lists");
  const about = useAboutNumber();
  const worded = ({ text, count, isEstimate }: FilterChoice) => {
    if (count === undefined) return text;
    return isEstimate === true
      ? t("choiceAbout", { text, about: about(count) })
      : t("choice", { text, count });
  };
  return (
    <select
      name={parameter}
      aria-label={label}
      defaultValue={value}
      className={inputVariants({ className: "h-10 min-w-40 flex-1 pe-1 sm:max-w-52 sm:flex-none md:h-9" })}
    >
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {worded(choice)}
        </option>
      ))}
    </select>
  );
}

/** On a phone, opens what stands beside the search: a box that looks like a button, for it works without a script. */
function FilterToggle({ set }: { set: number }) {
  const t = useTranslations("lists");
  return (
    <label className={`filter-toggle sm:hidden ${buttonVariants({ variant: "secondary" })}`}>
      <input type="checkbox" className="sr-only" />
      <SlidersHorizontal aria-hidden="true" />
      {set === 0 ? t("filters") : t("filtersSet", { set })}
    </label>
  );
}

export interface SearchFormProps extends Omit<AskedList, "path" | "place"> {
  searchLabel: string;
  /** Filters of many choices: they are sent with the search. */
  selects?: readonly FilterSelectProps[] | undefined;
}

/** A plain GET form that keeps the filters: it works without a script. */
export function SearchForm({ asked, anchor, searchLabel, selects = [] }: SearchFormProps) {
  const t = useTranslations("lists");
  const { search, ...filters } = asked;
  const carried = Object.entries(filters).filter(
    ([parameter, value]) => value !== "" && !selects.some((select) => select.parameter === parameter),
  );
  const set = selects.filter(({ parameter }) => (asked[parameter] ?? "") !== "").length;
  return (
    // Another page's form, where a link has changed what is asked for: fields keep what they began with.
    <form
      key={new URLSearchParams(asked).toString()}
      role="search"
      // Else Back brings a search into the field that the list there does not have.
      autoComplete="off"
      action={anchor && `#${anchor}`}
      className="flex min-w-0 max-w-full flex-wrap gap-2"
    >
      {carried.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <input
        type="search"
        name="search"
        defaultValue={search}
        maxLength={320}
        aria-label={searchLabel}
        placeholder={searchLabel}
        className={inputVariants({
          className: `h-10 min-w-40 flex-1 sm:min-w-60 sm:max-w-sm md:h-9 ${selects.length === 1 ? "max-sm:basis-full" : ""}`,
        })}
      />
      {selects.length > 1 && <FilterToggle set={set} />}
      <span className={selects.length > 1 ? "filter-rest" : "contents"}>
        {selects.map((select) => (
          <FilterSelect key={select.parameter} {...select} value={asked[select.parameter] ?? ""} />
        ))}
      </span>
      <button
        type="submit"
        className={buttonVariants({
          variant: "secondary",
          className: selects.length > 1 ? "filter-submit" : "",
        })}
      >
        <Search aria-hidden="true" />
        {t("search")}
      </button>
    </form>
  );
}
