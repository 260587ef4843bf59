export interface Choice {
  value: string;
  label: string;
}

/** A list of choices, or hundreds of them as `packChoices` writes them. */
export type Choices = readonly Choice[] | string;

const packed = new WeakMap<readonly Choice[], string>();

/**
 * Hundreds of choices as one text, made once of each list. What a page hands to the browser is written out value by value:
 * as objects, zones and countries took more of its time than all else on it.
 */
export function packChoices(choices: readonly Choice[]): string {
  const text = packed.get(choices) ?? choices.map(({ value, label }) => `${value}\t${label}`).join("\n");
  packed.set(choices, text);
  return text;
}

/** The choices that `packChoices` wrote. */
export function unpackChoices(choices: Choices): readonly Choice[] {
  if (typeof choices !== "string") return choices;
  return choices.split("\n").map((line) => {
    const [value = "", label = value] = line.split("\t");
    return { value, label };
  });
}

/** How one of them is called; "" where it is none of them. Unpacks nothing, as a page does that shows the chosen one alone. */
export function labelIn(choices: Choices, value: string): string {
  if (typeof choices !== "string") return choices.find((choice) => choice.value === value)?.label ?? "";
  const lines = `\n${choices}\n`;
  const before = `\n${value}\t`;
  const at = lines.indexOf(before);
  if (at === -1) return "";
  const start = at + before.length;
  return lines.slice(start, lines.indexOf("\n", start));
}
