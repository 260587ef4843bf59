import { createHash, randomBytes } from "node:crypto";

/** Choices that a seed repeats: the same name and number always draw the same, in whatever order they are asked for. */
export class SeededChoices {
  /** @param seed of CHAOS_SEED, else a new one; print it, so that a failure can be run again */
  constructor(readonly seed = process.env.CHAOS_SEED ?? randomBytes(4).toString("hex")) {}

  /** In [0, 1). */
  draw(name: string, nth: number | string): number {
    const digest = createHash("sha256").update(`${this.seed} ${name} ${nth}`).digest();
    return digest.readUInt32BE() / 2 ** 32;
  }
}

/** A count that a person may set for a long run by hand. */
export function countFrom(variable: string, usual: number): number {
  const given = process.env[variable];
  if (given === undefined || given === "") return usual;
  const count = Number(given);
  if (!Number.isInteger(count) || count < 1) throw new Error(`${variable} must be a whole number above 0.`);
  return count;
}
