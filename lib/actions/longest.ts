/** The fault of a text with more characters than that: a key of the catalogue's "faults", and its number after a colon. */
export function atMost(characters: number): `longer_than:${number}` {
  return `longer_than:${characters}`;
}
