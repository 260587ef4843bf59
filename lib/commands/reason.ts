import { LONGEST_REASON } from "@/lib/actions/schema";

/** A reason as it is stored: without blanks around it and not too long. Empty: none was given. */
export function cleanReason(typed: string): string {
  return typed.trim().slice(0, LONGEST_REASON);
}
