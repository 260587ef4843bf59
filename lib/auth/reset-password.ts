import { lockAccountOf } from "@/lib/auth/account-row";
import type { Caller } from "@/lib/auth/caller-address";
import { mailAnswer, type MailAnswer } from "@/lib/auth/mail-answer";
import { takeMailWish } from "@/lib/auth/mail-limits";
import { hashPassword, orTooMany, type TooManyPasswords } from "@/lib/auth/password";
import type { MailWishInput } from "@/lib/auth/schema";
import { isOpenToken, issueToken, spendToken, voidTokens } from "@/lib/auth/tokens";
import { database, type Queryable } from "@/lib/db";
import { sendAccountMail, type AccountMail } from "@/lib/mails/account-mails";
import { forgetUses } from "@/lib/security/rate-limits";

/**
 * Mails a link by which the password can be set anew. An address without an account gets a mail too, which
 * says so: neither the answer nor the time it takes tells which addresses have one.
 */
export async function askForReset(input: MailWishInput, caller: Caller): Promise<MailAnswer> {
  const taken = await takeMailWish(input.email, caller);
  if (!taken.ok) return { ok: false, code: "too_many", retryAfterSeconds: taken.retryAfterSeconds };
  const mail = await database().$transaction((tx) => resetFor(tx, input));
  return mailAnswer(await sendAccountMail(mail));
}

async function resetFor(tx: Queryable, { email, language }: MailWishInput): Promise<AccountMail> {
  const account = await lockAccountOf(tx, email);
  if (account === null) return { kind: "no_account", to: email, language };
  const token = await issueToken(tx, account.id, "reset_password");
  return { kind: "reset", to: email, language: account.language, token };
}

/**
 * Sets the password anew: every session ends, other mailed links are void, and the address counts as
 * confirmed, for the link was read there.
 * @returns the mail that tells the person, to be sent once the answer is out; null for a token that cannot be used
 */
export async function resetPassword(
  token: string,
  password: string,
): Promise<AccountMail | TooManyPasswords | null> {
  // The work of hashing is only for whoever holds a link.
  if (!(await isOpenToken(database(), token, "reset_password"))) return null;
  const passwordHash = await orTooMany(() => hashPassword(password));
  if (typeof passwordHash !== "string") return passwordHash;
  const mail = await database().$transaction((tx) => writeReset(tx, token, passwordHash));
  // Whoever guessed in vain must not keep the owner out.
  if (mail !== null) await forgetUses("signInByAccount", mail.to);
  return mail;
}

async function writeReset(tx: Queryable, token: string, passwordHash: string): Promise<AccountMail | null> {
  const used = await spendToken(tx, token, "reset_password");
  if (used === null) return null;
  const [account] = await tx.$queryRaw<{ email: string; language: string }[]>`
    UPDATE users SET password_hash = ${passwordHash}, session_version = session_version + 1,
      email_verified_at = coalesce(email_verified_at, engine_now()), updated_at = engine_now()
    WHERE id = ${used.userId}::uuid AND closed_at IS NULL RETURNING email, language`;
  if (account === undefined) return null;
  await voidTokens(tx, used.userId);
  return { kind: "password_changed", to: account.email, language: account.language };
}
