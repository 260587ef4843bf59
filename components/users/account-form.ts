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

/** What a form of the profile shows after its action. Never a password. */
export interface ProfileState {
  /** Counts what was done, so that each time is seen anew; `word` stands with it where the text names something. */
  done: { at: number; word: string; inbox: string | null } | null;
  refusal: AccountRefusal | { ok: false; code: "last_admin" | "signed_out" } | null;
  /** Faults that only the server can know, by field, as react-hook-form takes them. */
  errors: { present?: { type: string; message: string } };
}

export type ProfileAction = (before: ProfileState, form: FormData) => Promise<ProfileState>;

export const nothingDone: ProfileState = { done: null, refusal: null, errors: {} };
