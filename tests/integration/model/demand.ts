/** A rule of the ledger that does not hold. */
export class RuleBroken extends Error {}

export function demand(holds: boolean, rule: () => string): void {
  if (!holds) throw new RuleBroken(rule());
}
