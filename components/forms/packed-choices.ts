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
  const text = packed.get(choices) ?? choices.map(line).join("\n");
  packed.set(choices, text);
  return text;
}

/** Value and label. A label that goes on from its value, as a zone's does with a blank, leaves the value out. */
function line({ value, label }: Choice): string {
  return `${value}\t${value !== "" && label.startsWith(`${value} `) ? label.slice(value.length) : label}`;
}

function labelOf(value: string, written: string): string {
  return written.startsWith(" ") ? value + written : written;
}

/** The choices that `packChoices` wrote. */
export function unpackChoices(choices: Choices): readonly Choice[] {
  if (typeof choices !== "string") return choices;
  return choices.split("\n").map((written) => {
    const [value = "", label = value] = written.split("\t");
    return { value, label: labelOf(value, label) };
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
  return labelOf(value, lines.slice(start, lines.indexOf("\n", start)));
}
