import { lockAccountOf, type LockedAccount } from "@/lib/auth/account-row";
import type { Caller } from "@/lib/auth/caller-address";
import { mailAnswer, type MailAnswer } from "@/lib/auth/mail-answer";
import { takeMailWish } from "@/lib/auth/mail-limits";
import type { MailWishInput } from "@/lib/auth/schema";
import { issueToken, spendToken, voidTokens } from "@/lib/auth/tokens";
import { database, type Queryable } from "@/lib/db";
import { sendAccountMail, type AccountMail } from "@/lib/mails/account-mails";

/** Confirms the address to which the token was mailed; false for a token that cannot be used. */
export async function confirmEmail(token: string): Promise<boolean> {
  return database().$transaction(async (tx) => {
    const used = await spendToken(tx, token, "verify_email");
    if (used === null) return false;
    const confirmed = await tx.$executeRaw`
      UPDATE users SET email_verified_at = coalesce(email_verified_at, engine_now()), updated_at = engine_now()
      WHERE id = ${used.userId}::uuid AND closed_at IS NULL`;
    return confirmed === 1;
  });
}

/** Mails the link anew and voids the older one. Whatever the address, it gets one mail, and the answer is the same. */
export async function sendConfirmationAgain(input: MailWishInput, caller: Caller): Promise<MailAnswer> {
  const taken = await takeMailWish(input.email, caller);
  if (!taken.ok) return { ok: false, code: "too_many", retryAfterSeconds: taken.retryAfterSeconds };
  const mail = await database().$transaction((tx) => confirmationFor(tx, input));
  return mailAnswer(await sendAccountMail(mail));
}

async function confirmationFor(tx: Queryable, { email, language }: MailWishInput): Promise<AccountMail> {
  const account = await lockAccountOf(tx, email);
  return account === null ? { kind: "no_account", to: email, language } : confirmationMail(tx, account);
}

/**
 * What leads the owner of an address into its account: the link that confirms it; where it was registered twice, one
 * that sets the password too; where it is confirmed already, one for a new password.
 */
export async function confirmationMail(tx: Queryable, account: LockedAccount): Promise<AccountMail> {
  const { id, email, language, confirmed, passwordHash } = account;
  const to = { to: email, language };
  if (!confirmed && passwordHash !== "") {
    return { kind: "confirm", ...to, token: await issueToken(tx, id, "verify_email") };
  }
  // The link of the registration before would confirm somebody else's.
  await voidTokens(tx, id, ["verify_email"]);
  const kind = confirmed ? "account_exists" : "registered_again";
  return { kind, ...to, token: await issueToken(tx, id, "reset_password") };
}
