/** What becomes of a wish for a mail. The same answer whether or not the address has an account. */
export type MailAnswer =
  | { ok: true }
  | { ok: false; code: "too_many"; retryAfterSeconds: number }
  | { ok: false; code: "mail_failed" };

export type MailRefusal = Extract<MailAnswer, { ok: false }>;

export function mailAnswer(sent: boolean): MailAnswer {
  return sent ? { ok: true } : { ok: false, code: "mail_failed" };
}
