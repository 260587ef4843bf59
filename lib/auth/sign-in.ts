import { forgetUses, giveBackUse, takeUse, type LimitAnswer } from "@/lib/security/rate-limits";
import { withOnePatience } from "@/lib/redis";
import type { Caller } from "@/lib/auth/caller-address";
import { hashPassword, orTooMany, passwordFit } from "@/lib/auth/password";
import type { SignInInput } from "@/lib/auth/schema";
import { database } from "@/lib/db";
import { signInFacts } from "@/lib/users/queries";

export type SignInAnswer =
  | { ok: true; userId: string; sessionVersion: number }
  | { ok: false; code: "wrong" }
  | { ok: false; code: "unverified" }
  | { ok: false; code: "blocked"; reason: string }
  | { ok: false; code: "too_many"; retryAfterSeconds: number };
export type SignInRefusal = Extract<SignInAnswer, { ok: false }>;

/**
 * Decides a sign-in with a password. Whoever does not have the right password learns nothing: neither
 * that the address has an account nor that the account is blocked.
 */
export function signInWithPassword(input: SignInInput, caller: Caller): Promise<SignInAnswer> {
  // Several questions to Redis, and a person who waits.
  return withOnePatience(() => orTooMany(() => decide(input, caller)));
}

async function decide(input: SignInInput, caller: Caller): Promise<SignInAnswer> {
  const taken = await takeTry(input.email, caller);
  if (!taken.ok) return { ok: false, code: "too_many", retryAfterSeconds: taken.retryAfterSeconds };
  const user = await signInFacts(input.email);
  const fit = await passwordFit(user?.passwordHash ?? null, input.password);
  if (user === null || fit === "none" || user.closedAt !== null) return { ok: false, code: "wrong" };
  if (fit === "older") await replaceHash(user, input.password);
  await forgetTries(input.email, caller);
  if (user.blockedAt !== null) return { ok: false, code: "blocked", reason: user.blockedReason ?? "" };
  if (user.emailVerifiedAt === null) return { ok: false, code: "unverified" };
  return { ok: true, userId: user.id, sessionVersion: user.sessionVersion };
}

/** Unless the password was changed meanwhile. */
async function replaceHash(user: { id: string; passwordHash: string }, password: string): Promise<void> {
  const passwordHash = await hashPassword(password);
  await database().user.updateMany({
    where: { id: user.id, passwordHash: user.passwordHash },
    data: { passwordHash },
  });
}

/**
 * The narrow limits first, and whoever one of them refuses uses up nothing of the next: a stranger who has
 * spent an address's tries cannot go on to shut out the account's owner, who signs in from another. A browser where
 * the owner has signed in before has tries of its own; only when they are spent it is a stranger like others.
 */
async function takeTry(email: string, { address, device }: Caller): Promise<LimitAnswer> {
  const known = device(email);
  if (known !== null && (await takeUse("signInByDevice", `${email} ${known}`)).ok) return { ok: true };
  if (address !== null) {
    const byAddress = await takeUse("signInByAddress", address);
    if (!byAddress.ok) return byAddress;
    const byBoth = await takeUse("signInByAccountAndAddress", `${email} ${address}`);
    if (!byBoth.ok) return byBoth;
  }
  return takeUse("signInByAccount", email);
}

async function forgetTries(email: string, { address, device }: Caller): Promise<void> {
  const known = device(email);
  if (known !== null) await forgetUses("signInByDevice", `${email} ${known}`);
  if (address !== null) {
    // Not all of them: whoever has an account could guess at others between its sign-ins.
    await giveBackUse("signInByAddress", address);
    await forgetUses("signInByAccountAndAddress", `${email} ${address}`);
  }
  await forgetUses("signInByAccount", email);
}
