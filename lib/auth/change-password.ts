import { hashPassword, orTooMany } from "@/lib/auth/password";
import { checkPresentPassword, type PresentPassword } from "@/lib/auth/present-password";
import type { PasswordChangeFields } from "@/lib/auth/schema";
import { voidTokens } from "@/lib/auth/tokens";
import { database } from "@/lib/db";
import type { AccountMail } from "@/lib/mails/account-mails";

export type PasswordChange = { ok: true; mail: AccountMail } | Extract<PresentPassword, { ok: false }>;

/**
 * Changes the password of whoever knows the present one. All sessions end, this one too: sign in anew with the new
 * password to keep it. Mailed links are void from here on.
 * @returns with the mail that tells the person, to be sent once the answer is out
 */
export async function changePassword(userId: string, typed: PasswordChangeFields): Promise<PasswordChange> {
  const present = await checkPresentPassword(userId, typed.currentPassword);
  if (!present.ok) return present;
  const passwordHash = await orTooMany(() => hashPassword(typed.password));
  if (typeof passwordHash !== "string") return passwordHash;
  return database().$transaction(async (tx): Promise<PasswordChange> => {
    const [account] = await tx.$queryRaw<{ email: string; language: string }[]>`
      UPDATE users SET password_hash = ${passwordHash}, session_version = session_version + 1, updated_at = engine_now()
      WHERE id = ${userId}::uuid AND password_hash = ${present.passwordHash} AND closed_at IS NULL
      RETURNING email, language`;
    if (account === undefined) return { ok: false, code: "password_wrong" };
    await voidTokens(tx, userId);
    return { ok: true, mail: { kind: "password_changed", to: account.email, language: account.language } };
  });
}
