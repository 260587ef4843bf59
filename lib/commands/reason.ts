/** Characters of a reason that people and the audit log are told. */
export const LONGEST_REASON = 500;

/** A reason as it is stored: without blanks around it and not too long. Empty: none was given. */
export function cleanReason(typed: string): string {
  return typed.trim().slice(0, LONGEST_REASON);
}
