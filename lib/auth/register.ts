import { v7 as uuidv7 } from "uuid";
import { lockAccountOf } from "@/lib/auth/account-row";
import type { Caller } from "@/lib/auth/caller-address";
import { confirmationMail } from "@/lib/auth/confirm-email";
import { mailAnswer, type MailAnswer } from "@/lib/auth/mail-answer";
import { takeMailWish } from "@/lib/auth/mail-limits";
import { hashPassword, orTooMany } from "@/lib/auth/password";
import type { RegistrationInput } from "@/lib/auth/schema";
import { database, type Queryable } from "@/lib/db";
import { sendAccountMail, type AccountMail } from "@/lib/mails/account-mails";

/**
 * Registers a person as a user and mails the link that confirms the address. Whoever asks learns nothing of
 * others: an address that has an account is answered alike, after the same work, and its owner gets a mail.
 * Where an address is registered twice before it is confirmed, nobody can say which of the two is its owner: no password
 * holds then, and the mail has a link to set one.
 */
export async function register(input: RegistrationInput, caller: Caller): Promise<MailAnswer> {
  const taken = await takeMailWish(input.email, caller);
  if (!taken.ok) return { ok: false, code: "too_many", retryAfterSeconds: taken.retryAfterSeconds };
  const passwordHash = await orTooMany(() => hashPassword(input.password));
  if (typeof passwordHash !== "string") return passwordHash;
  const mail = await database().$transaction((tx) => writeRegistration(tx, input, passwordHash));
  return mailAnswer(await sendAccountMail(mail));
}

async function writeRegistration(
  tx: Queryable,
  input: RegistrationInput,
  passwordHash: string,
): Promise<AccountMail> {
  const { email, name, language, timeZone } = input;
  await tx.$executeRaw`
    INSERT INTO users (id, email, name, password_hash, language, time_zone, created_at, updated_at)
    VALUES (${uuidv7()}::uuid, ${email}, ${name}, ${passwordHash}, ${language}, ${timeZone}, engine_now(), engine_now())
    ON CONFLICT (email) DO UPDATE SET name = excluded.name, password_hash = '',
      language = excluded.language, time_zone = excluded.time_zone, updated_at = engine_now()
      WHERE users.email_verified_at IS NULL AND users.closed_at IS NULL`;
  const account = await lockAccountOf(tx, email);
  if (account === null) throw new Error("An account that has just been written is gone.");
  return confirmationMail(tx, account);
}
