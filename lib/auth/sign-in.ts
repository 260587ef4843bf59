import { forgetUses, takeUse } from "@/lib/rate-limits";
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
 * @param address network address that the request came from
 */
export async function signInWithPassword(input: SignInInput, address: string): Promise<SignInAnswer> {
  for (const taken of [
    await takeUse("signInByAddress", address),
    await takeUse("signInByAccount", input.email),
  ]) {
    if (!taken.ok) return { ok: false, code: "too_many", retryAfterSeconds: taken.retryAfterSeconds };
  }
  const user = await signInFacts(input.email);
  const fits = await passwordFits(user?.passwordHash ?? null, input.password);
  if (user === null || !fits || user.closedAt !== null) return { ok: false, code: "wrong" };
  await forgetUses("signInByAccount", input.email);
  if (user.blockedAt !== null) return { ok: false, code: "blocked", reason: user.blockedReason ?? "" };
  if (user.emailVerifiedAt === null) return { ok: false, code: "unverified" };
  return { ok: true, userId: user.id, sessionVersion: user.sessionVersion };
}
