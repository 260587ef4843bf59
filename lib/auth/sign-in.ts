import { forgetUses, takeUse, type LimitAnswer } from "@/lib/security/rate-limits";
import { withOnePatience } from "@/lib/redis";
import { passwordFits } from "@/lib/auth/password";
import type { SignInInput } from "@/lib/auth/schema";
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
 * @param address network address that the request came from; null where none can be believed
 */
export function signInWithPassword(input: SignInInput, address: string | null): Promise<SignInAnswer> {
  // Five questions to Redis, and a person who waits.
  return withOnePatience(() => decide(input, address));
}

async function decide(input: SignInInput, address: string | null): Promise<SignInAnswer> {
  const taken = await takeTry(input.email, address);
  if (!taken.ok) return { ok: false, code: "too_many", retryAfterSeconds: taken.retryAfterSeconds };
  const user = await signInFacts(input.email);
  const fits = await passwordFits(user?.passwordHash ?? null, input.password);
  if (user === null || !fits || user.closedAt !== null) return { ok: false, code: "wrong" };
  await forgetTries(input.email, address);
  if (user.blockedAt !== null) return { ok: false, code: "blocked", reason: user.blockedReason ?? "" };
  if (user.emailVerifiedAt === null) return { ok: false, code: "unverified" };
  return { ok: true, userId: user.id, sessionVersion: user.sessionVersion };
}

/**
 * The narrow limits first, and whoever one of them refuses uses up nothing of the next: a stranger who has
 * spent an address's tries cannot go on to shut out the account's owner, who signs in from another.
 */
async function takeTry(email: string, address: string | null): Promise<LimitAnswer> {
  if (address !== null) {
    const byAddress = await takeUse("signInByAddress", address);
    if (!byAddress.ok) return byAddress;
    const byBoth = await takeUse("signInByAccountAndAddress", `${email} ${address}`);
    if (!byBoth.ok) return byBoth;
  }
  return takeUse("signInByAccount", email);
}

async function forgetTries(email: string, address: string | null): Promise<void> {
  if (address !== null) await forgetUses("signInByAccountAndAddress", `${email} ${address}`);
  await forgetUses("signInByAccount", email);
}
