import { recordAudit } from "@/lib/audit/record";
import { checkPresentPassword, type PresentPassword } from "@/lib/auth/present-password";
import { voidTokens } from "@/lib/auth/tokens";
import { cacheTags } from "@/lib/cache/tags";
import { done, type Change } from "@/lib/commands/result";
import { database, type Queryable } from "@/lib/db";
import { cancelJobsOf } from "@/lib/jobs/cancel";
import type { AccountMail } from "@/lib/mails/account-mails";
import { isLastAdmin, lockPeople } from "@/lib/users/locked-people";

export type Closing =
  | { ok: true; value: AccountMail; changed: Change }
  | { ok: false; code: "last_admin" }
  | Extract<PresentPassword, { ok: false }>;

/**
 * Closes a person's own account, for good. Sessions end, mailings are held from here on, and what the profile said
 * of the person is erased; the address is free for a new account. The name stays with what they did.
 * @returns the mail that tells the person, to be sent once the answer is out
 */
export async function closeAccount(userId: string, password: string): Promise<Closing> {
  const present = await checkPresentPassword(userId, password);
  if (!present.ok) return present;
  return database().$transaction((tx) => writeClosing(tx, userId, present.passwordHash));
}

async function writeClosing(tx: Queryable, userId: string, passwordHash: string): Promise<Closing> {
  const people = await lockPeople(tx, [userId], true);
  if (isLastAdmin(people, userId)) return { ok: false, code: "last_admin" };
  const [before] = await tx.$queryRaw<{ email: string; language: string; avatarId: string | null }[]>`
    SELECT email, language, avatar_id AS "avatarId" FROM users
    WHERE id = ${userId}::uuid AND closed_at IS NULL AND password_hash = ${passwordHash}`;
  if (before === undefined) return { ok: false, code: "password_wrong" };
  // Before the address is gone, which the entry names.
  await recordAudit(tx, {
    actorId: userId,
    action: "account_closed",
    targetType: "user",
    targetId: userId,
    targetName: before.email,
    reason: null,
  });
  await tx.$executeRaw`
    UPDATE users SET closed_at = engine_now(), email = ${`closed-${userId}@posthorn.invalid`}, password_hash = '',
      phone = NULL, country = NULL, sender_name = NULL, reply_to = NULL, avatar_id = NULL,
      session_version = session_version + 1, updated_at = engine_now()
    WHERE id = ${userId}::uuid`;
  await tx.$executeRaw`DELETE FROM images WHERE id = ${before.avatarId}::uuid AND owner_id = ${userId}::uuid`;
  await voidTokens(tx, userId);
  await cancelJobsOf(tx, userId);
  const mail: AccountMail = { kind: "account_closed", to: before.email, language: before.language };
  return done(mail, {
    tags: [cacheTags.mailings(userId), cacheTags.recipients(userId), cacheTags.figures()],
  });
}
