import { z } from "zod";
import { atMost } from "@/lib/actions/longest";
import { knownEmailAddress, readKnownEmail } from "@/lib/email-address";

const MOST_AT_ONCE = 1_000;
const LONGEST_TEXT = 100_000;
const LONGEST_NOTE = 500;

/** "Vera Holm <vera@example.com>" is one, "vera@example.com olga@example.com" are two. */
function wordsOf(part: string): string[] {
  return readKnownEmail(part).ok ? [part] : part.split(/\s+/).filter((word) => word !== "");
}

const addresses = z
  .string()
  .max(LONGEST_TEXT, atMost(LONGEST_TEXT))
  .transform((text) => text.split(/[\n,;]+/).flatMap(wordsOf))
  .pipe(
    z
      .array(knownEmailAddress)
      .min(1, "email_missing")
      .max(MOST_AT_ONCE, "too_many_addresses")
      .transform((emails) => [...new Set(emails)]),
  );

/** Why somebody suppresses addresses, for themselves. */
export const suppressionNote = z
  .string()
  .trim()
  .max(LONGEST_NOTE, atMost(LONGEST_NOTE))
  .refine((text) => !/[^\P{Cc}\n\t]/u.test(text), "control_characters");

/** What the form that suppresses by hand gives: addresses with blanks, commas or line ends between them. */
export const suppressionInput = z.object({ emails: addresses, note: suppressionNote });

export type SuppressionFields = z.input<typeof suppressionInput>;
export type SuppressionInput = z.output<typeof suppressionInput>;

export const suppressionStates = ["active", "lifted"] as const;
export type SuppressionState = (typeof suppressionStates)[number];
