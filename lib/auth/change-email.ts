import { lockAccount, lockAccountOf, lockBoth } from "@/lib/auth/account-row";
import type { Caller } from "@/lib/auth/caller-address";
import { mailAnswer, type MailRefusal } from "@/lib/auth/mail-answer";
import { takeMailWish } from "@/lib/auth/mail-limits";
import { checkPresentPassword, type PresentPassword } from "@/lib/auth/present-password";
import type { EmailChangeFields } from "@/lib/auth/schema";
import { issueToken, spendToken, voidTokens } from "@/lib/auth/tokens";
import { database, type Queryable } from "@/lib/db";
import { isUniqueViolation } from "@/lib/unique-violation";
import { sendAccountMail, type AccountMail } from "@/lib/mails/account-mails";

export type EmailWish = { ok: true } | MailRefusal | Extract<PresentPassword, { ok: false }>;

/**
 * Mails a link to the new address of an account; nothing changes before it is used. An address that another account
 * has is answered alike, and its owner gets a mail.
 */
export async function askForEmailChange(
  userId: string,
  typed: EmailChangeFields,
  caller: Caller,
): Promise<EmailWish> {
  const present = await checkPresentPassword(userId, typed.currentPassword);
  if (!present.ok) return present;
  const taken = await takeMailWish(typed.email, caller);
  if (!taken.ok) return { ok: false, code: "too_many", retryAfterSeconds: taken.retryAfterSeconds };
  const mail = await database().$transaction((tx) => changeFor(tx, userId, typed.email));
  if (mail === null) return { ok: false, code: "password_wrong" };
  return mailAnswer(await sendAccountMail(mail));
}

async function changeFor(tx: Queryable, userId: string, email: string): Promise<AccountMail | null> {
  await lockBoth(tx, userId, email);
  const account = await lockAccount(tx, userId);
  if (account === null) return null;
  const to = { to: email, language: account.language };
  const other = email === account.email ? null : await lockAccountOf(tx, email);
  if (other !== null) {
    return { kind: "account_exists", ...to, token: await issueToken(tx, other.id, "reset_password") };
  }
  return { kind: "change_email", ...to, token: await issueToken(tx, userId, "change_email", email) };
}

/**
 * Gives the account the address to which the token was mailed. All sessions end, other mailed links are void.
 * @returns the mail that tells the address before it; null for a token that cannot be used, or an address that
 * another account has taken meanwhile
 */
export async function changeEmail(token: string): Promise<AccountMail | null> {
  try {
    return await giveAddress(token);
  } catch (error) {
    // Somebody took the address at this very moment.
    if (isUniqueViolation(error)) return null;
    throw error;
  }
}

function giveAddress(token: string): Promise<AccountMail | null> {
  return database().$transaction(async (tx) => {
    const spent = await spendToken(tx, token, "change_email");
    if (spent === null || spent.newEmail === null) return null;
    const before = await lockAccount(tx, spent.userId);
    if (before === null) return null;
    const changed = await tx.$executeRaw`
      UPDATE users SET email = ${spent.newEmail}, email_verified_at = engine_now(),
        session_version = session_version + 1, updated_at = engine_now()
      WHERE id = ${spent.userId}::uuid AND NOT EXISTS (
        SELECT 1 FROM users other WHERE other.email = ${spent.newEmail} AND other.id <> ${spent.userId}::uuid)`;
    if (changed === 0) return null;
    await voidTokens(tx, spent.userId);
    return { kind: "email_changed", to: before.email, language: before.language } as const;
  });
}
