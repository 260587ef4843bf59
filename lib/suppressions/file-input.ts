import { z } from "zod";
import { COMMON_ENCODINGS, columnUse, delimiters, suppressionReasons } from "@/lib/recipients/schema";
import { suppressionNote, type Found } from "@/lib/suppressions/schema";

/** How an uploaded file of addresses is to be suppressed. */
export const suppressOptions = z.object({
  encoding: z.enum(COMMON_ENCODINGS),
  delimiter: z.enum(delimiters),
  /** Null for what somebody pasted: one address a line. */
  columns: z.array(columnUse).max(100).nullable(),
  reason: z.enum(suppressionReasons),
  note: suppressionNote,
});

export type SuppressOptions = z.output<typeof suppressOptions>;

/** The input of a job that suppresses the addresses of a file. */
export const suppressFileInput = suppressOptions.extend({
  /** Of the file, on the person's machine; "" for what they pasted. */
  name: z.string(),
  // As it was found to be.
  note: z.string(),
});

export type SuppressFileInput = z.output<typeof suppressFileInput>;

const invalidRow = z.object({ line: z.int(), reason: z.string(), value: z.string() });

/** How far it is. It reads the file twice: to count, and once somebody has seen the figures and said yes, to write. */
export const suppressFileState = z.object({
  confirmed: z.boolean().default(false),
  /** Rows that are done with, in this reading. */
  rows: z.int().default(0),
  chunk: z.int().default(0),
  /** The first invalid rows. */
  told: z.array(invalidRow).default([]),
  /** Why the file cannot be read further. */
  refusal: z.object({ code: z.string(), line: z.int().nullable() }).nullable().default(null),
});

export type SuppressFileState = z.output<typeof suppressFileState>;

/** Of the job's counts. */
export function foundOf(counts: Readonly<Record<string, number>>): Found {
  const of = (name: keyof Found) => counts[name] ?? 0;
  return {
    ...{ new: of("new"), stronger: of("stronger"), already: of("already") },
    ...{ invalid: of("invalid"), duplicate: of("duplicate"), erased: of("erased") },
  };
}
