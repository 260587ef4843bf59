import type { AccountRefusal, MailState } from "@/components/users/account-form";
import type { MailAnswer } from "@/lib/auth/mail-answer";
import { inboxAddress } from "@/lib/mails/mailbox";

/** What a form shows once its mail was asked for. */
export function mailStateOf(answer: MailAnswer, typed: MailState["typed"]): MailState {
  if (!answer.ok) return refusedState(answer, typed);
  return { typed, sent: { email: typed.email, inbox: inboxAddress() }, refusal: null };
}

export function refusedState(refusal: AccountRefusal, typed: MailState["typed"]): MailState {
  return { typed, sent: null, refusal };
}

/** A field of a form as text; what is no text, or not there, is empty. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
