export interface FilterChoice {
  /** "" for all. */
  value: string;
  text: string;
  /** How many the list would show; left out where nobody has counted. */
  count?: number;
  /** `count` is about so many. */
  isEstimate?: boolean;
}

/**
 * The choices of a filter, in their words; first, as "", all of them. Counted, those that would show nothing are left
 * out, but not the one that is chosen.
 */
export function filterChoices<Value extends string>(
  all: string,
  values: readonly Value[],
  text: (value: Value) => string,
  counted?: { counts: Readonly<Record<Value, number>>; chosen: Value | "" },
): FilterChoice[] {
  if (counted === undefined)
    return [{ value: "", text: all }, ...values.map((value) => ({ value, text: text(value) }))];
  const { counts, chosen } = counted;
  const shown = values.filter((value) => counts[value] > 0 || value === chosen);
  const total = values.reduce((sum, value) => sum + counts[value], 0);
  return [
    { value: "", text: all, count: total },
    ...shown.map((value) => ({ value, text: text(value), count: counts[value] })),
  ];
}
