import type { MailRefusal } from "@/lib/auth/mail-answer";

/** "invalid": the action checks again what the form has checked, and somebody came around the form. */
export type AccountRefusal = MailRefusal | { ok: false; code: "invalid" };

/** What a form that has a mail sent shows after its action. Never a password. */
export interface MailState {
  /** What was typed, so that a form without script keeps it. */
  typed: { name: string; email: string };
  /** Set once the mail is on its way. `inbox` is the embedded mailbox's page, null where mails really go out. */
  sent: { email: string; inbox: string | null } | null;
  refusal: AccountRefusal | null;
}

export type MailAction = (before: MailState, form: FormData) => Promise<MailState>;

export const nothingSent: MailState = { typed: { name: "", email: "" }, sent: null, refusal: null };
