import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

// OWASP's first choice for argon2id: 19 MiB, two passes, one lane. The library's own default has 4 MiB.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** An argon2id hash in PHC form, salt and cost included. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

let hashOfNobody: Promise<string> | null = null;

/**
 * Whether the password fits. For an address that nobody has, pass null: the same work is done and the
 * answer is no, so that the time taken does not tell which addresses have an account. Nor does any password fit
 * the empty hash of a closed account.
 */
export async function passwordFits(passwordHash: string | null, password: string): Promise<boolean> {
  hashOfNobody ??= hashPassword(randomBytes(32).toString("base64url"));
  const known = passwordHash !== null && passwordHash !== "";
  const fits = await verify(known ? passwordHash : await hashOfNobody, password);
  return known && fits;
}
