interface Choice {
  value: string;
  label: string;
}

/**
 * Hundreds of choices as one text. What a page hands to the browser is written out value by value: as objects, zones and
 * countries took more of its time than all else on it.
 */
export function packChoices(choices: readonly Choice[]): string {
  return choices.map(({ value, label }) => `${value}\t${label}`).join("\n");
}

/** The choices that `packChoices` wrote. */
export function unpackChoices(packed: string): Choice[] {
  return packed.split("\n").map((line) => {
    const [value = "", label = value] = line.split("\t");
    return { value, label };
  });
}
