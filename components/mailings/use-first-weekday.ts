import { useLocale } from "next-intl";

/** The day that a week begins with for this reader: 0 is Sunday, as in the United States, whose way of dates English has here. */
export function useFirstWeekday(): number {
  return useLocale() === "en" ? 0 : 1;
}
