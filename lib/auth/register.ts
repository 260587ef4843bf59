import { v7 as uuidv7 } from "uuid";
import { lockAccountOf } from "@/lib/auth/account-row";
import { mailAnswer, type MailAnswer } from "@/lib/auth/mail-answer";
import { takeMailWish } from "@/lib/auth/mail-limits";
import { hashPassword } from "@/lib/auth/password";
import type { RegistrationInput } from "@/lib/auth/schema";
import { issueToken } from "@/lib/auth/tokens";
import { database, type Queryable } from "@/lib/db";
import { sendAccountMail, type AccountMail } from "@/lib/mails/account-mails";

/**
 * Registers a person as a user and mails the link that confirms the address. Whoever asks learns nothing of
 * others: an address that has an account is answered alike, after the same work, and its owner gets a mail.
 * Until an address is confirmed, the latest registration's name and password hold, and only its link.
 * @param address network address that the request came from; null where none can be believed
 */
export async function register(input: RegistrationInput, address: string | null): Promise<MailAnswer> {
  const taken = await takeMailWish(input.email, address);
  if (!taken.ok) return { ok: false, code: "too_many", retryAfterSeconds: taken.retryAfterSeconds };
  const passwordHash = await hashPassword(input.password);
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
    ON CONFLICT (email) DO UPDATE SET name = excluded.name, password_hash = excluded.password_hash,
      language = excluded.language, time_zone = excluded.time_zone, updated_at = engine_now()
      WHERE users.email_verified_at IS NULL AND users.closed_at IS NULL`;
  const account = await lockAccountOf(tx, email);
  if (account === null) throw new Error("An account that has just been written is gone.");
  if (account.confirmed) {
    const token = await issueToken(tx, account.id, "reset_password");
    return { kind: "account_exists", to: email, language: account.language, token };
  }
  return {
    kind: "confirm",
    to: email,
    language,
    token: await issueToken(tx, account.id, "verify_email"),
  };
}
