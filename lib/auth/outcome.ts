import type { RefusalCode } from "@/lib/actions/state";
import type { MailAnswer } from "@/lib/auth/mail-answer";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { inboxAddress } from "@/lib/mails/mailbox";

type Refusal =
  | { code: "too_many"; retryAfterSeconds: number }
  | { code: "blocked"; reason: string }
  | { code: Exclude<RefusalCode, "too_many" | "blocked"> | "password_wrong" };

/** What an account's command refuses, as its form is told. A wrong password is said beside its field. */
export function accountRefusal(refusal: Refusal): CommandResult<never, RefusalCode> {
  switch (refusal.code) {
    case "too_many":
      return refused("too_many", { values: { minutes: Math.ceil(refusal.retryAfterSeconds / 60) } });
    case "blocked":
      return refused("blocked", { values: { reason: refusal.reason } });
    case "password_wrong":
      return refused("invalid", { faults: { currentPassword: "password_wrong" } });
    default:
      return refused(refusal.code);
  }
}

/** A mail that is on its way. */
export interface MailSent {
  email: string;
  /** The embedded mailbox's page; null where mails really go out. */
  inbox: string | null;
}

export function mailOutcome(email: string, answer: MailAnswer): CommandResult<MailSent, RefusalCode> {
  return answer.ok ? done({ email, inbox: inboxAddress() }) : accountRefusal(answer);
}
