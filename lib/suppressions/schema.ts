import { z } from "zod";
import { atMost } from "@/lib/actions/longest";
import { knownEmailAddress, readKnownEmail } from "@/lib/email-address";

const MOST_AT_ONCE = 1_000;
const LONGEST_TEXT = 100_000;
/** Characters of a text that is pasted: some forty thousand addresses. More is a file. */
export const LONGEST_PASTED = 1_000_000;
const LONGEST_NOTE = 500;

/** "Vera Holm <vera@example.com>" is one, "vera@example.com olga@example.com" are two, "not an address" is one that is none. */
function wordsOf(part: string): string[] {
  if (readKnownEmail(part).ok || !part.includes("@")) return [part].filter((whole) => whole.trim() !== "");
  return part.split(/\s+/).filter((word) => word !== "");
}

/** The addresses of a pasted text, each as it is stored; what is none is left as it stands. */
export function pastedAddresses(text: string): string[] {
  return text
    .split(/[\n,;\t]+/)
    .flatMap(wordsOf)
    .map((word) => {
      const read = readKnownEmail(word);
      return read.ok ? read.email : word.replaceAll('"', "").trim();
    })
    .filter((word) => word !== "");
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

/** What the addresses of a file are to an owner, before anything is written; each is counted once. */
export const foundNames = ["new", "stronger", "already", "invalid", "duplicate", "erased"] as const;
export type Found = Record<(typeof foundNames)[number], number>;
