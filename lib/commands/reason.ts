import { LONGEST_REASON } from "@/lib/actions/schema";
import { beginningOf } from "@/lib/storable-text";

/** A reason as it is stored: without blanks around it and not too long. Empty: none was given. */
export function cleanReason(typed: string): string {
  return beginningOf(typed.trim(), LONGEST_REASON);
}
