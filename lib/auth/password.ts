import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { hash, verify } from "@node-rs/argon2";
import { TooManyWaiting, Turns } from "@/lib/security/turns";

// OWASP's first choice for argon2id: 19 MiB, two passes, one lane. The library's own default has 4 MiB.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** For so many on each processor somebody can wait: about three seconds. */
const WAITING_EACH = 100;
const TRY_AGAIN_AFTER_S = 60;

// Next bundles this file more than once, and the machine has its processors once.
const shared = globalThis as typeof globalThis & { posthornPasswords?: Turns };

/** So many passwords are wanted at this moment that this one has to be sent again. */
export interface TooManyPasswords {
  readonly ok: false;
  readonly code: "too_many";
  readonly retryAfterSeconds: number;
}

/**
 * One form for what keyboards and systems write differently (NIST SP 800-63B, 3.1.1.2): macOS may send é as two
 * characters, Windows as one.
 */
export function normalPassword(password: string): string {
  return password.normalize("NFKC");
}

/**
 * An argon2id hash in PHC form, salt and cost included, of the password's normal form.
 * @throws TooManyWaiting see `orTooMany`
 */
export function hashPassword(password: string): Promise<string> {
  return turns().take(() => hash(normalPassword(password), cost));
}

let hashOfNobody: Promise<string> | null = null;

/**
 * Whether the password fits. For an address that nobody has, pass null: the same work is done and the
 * answer is no, so that the time taken does not tell which addresses have an account. Nor does any password fit
 * the empty hash of a closed account.
 * @throws TooManyWaiting see `orTooMany`
 */
export async function passwordFits(passwordHash: string | null, password: string): Promise<boolean> {
  return (await passwordFit(passwordHash, password)) !== "none";
}

/**
 * How the password fits: "older" where its hash is of the password as it was typed, not of its normal form; such a hash is
 * to be replaced. Only who types a password that is not in its normal form waits for a second try.
 * @throws TooManyWaiting see `orTooMany`
 */
export async function passwordFit(
  passwordHash: string | null,
  password: string,
): Promise<"none" | "fits" | "older"> {
  const normal = normalPassword(password);
  if (await isOfHash(passwordHash, normal)) return "fits";
  return normal !== password && (await isOfHash(passwordHash, password)) ? "older" : "none";
}

async function isOfHash(passwordHash: string | null, password: string): Promise<boolean> {
  hashOfNobody ??= hash(randomBytes(32).toString("base64url"), cost);
  const nobody = await hashOfNobody;
  const known = passwordHash !== null && passwordHash !== "";
  const fits = await turns().take(() => verify(known ? passwordHash : nobody, password));
  return known && fits;
}

/** What the work on passwords comes to, or that it was refused before it began. */
export async function orTooMany<T>(work: () => Promise<T>): Promise<T | TooManyPasswords> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TooManyWaiting)) throw error;
    return { ok: false, code: "too_many", retryAfterSeconds: TRY_AGAIN_AFTER_S };
  }
}

/** As many hash at once as there are processors: more would take memory and be no sooner. */
function turns(): Turns {
  const atOnce = availableParallelism();
  return (shared.posthornPasswords ??= new Turns({ atOnce, waiting: atOnce * WAITING_EACH }));
}
