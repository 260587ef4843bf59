import { orTooMany, passwordFits } from "@/lib/auth/password";
import { database } from "@/lib/db";
import { forgetUses, takeUse } from "@/lib/security/rate-limits";

export type PresentPassword =
  | { ok: true; passwordHash: string }
  | { ok: false; code: "password_wrong" }
  | { ok: false; code: "too_many"; retryAfterSeconds: number };

/**
 * Whether somebody who is signed in knows their password: asked again before an account is changed, since a
 * session may have been left open. The hash that fitted guards the change itself against another at the same moment.
 */
export async function checkPresentPassword(userId: string, typed: string): Promise<PresentPassword> {
  const taken = await takeUse("presentPassword", userId);
  if (!taken.ok) return { ok: false, code: "too_many", retryAfterSeconds: taken.retryAfterSeconds };
  const user = await database().user.findFirst({
    where: { id: userId, closedAt: null },
    select: { passwordHash: true },
  });
  const fits = await orTooMany(() => passwordFits(user?.passwordHash ?? null, typed));
  if (typeof fits !== "boolean") return fits;
  if (user === null || !fits) return { ok: false, code: "password_wrong" };
  await forgetUses("presentPassword", userId);
  return { ok: true, passwordHash: user.passwordHash };
}
