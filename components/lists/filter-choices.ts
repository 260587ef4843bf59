/** The choices of a filter, in their words; first, as "", all of them. */
export function filterChoices<Value extends string>(
  all: string,
  values: readonly Value[],
  text: (value: Value) => string,
): { value: Value | ""; text: string }[] {
  return [{ value: "", text: all }, ...values.map((value) => ({ value, text: text(value) }))];
}
