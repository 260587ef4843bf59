import { z } from "zod";
import {
  COMMON_ENCODINGS,
  columnUse,
  delimiters,
  existingRules,
  suppressionReasons,
} from "@/lib/recipients/schema";

/** The input of an import: a file that was uploaded, as somebody saw it and wants it read. */
export const importInput = z.object({
  /** Of the file, on the person's machine. */
  name: z.string(),
  listId: z.uuid().nullable(),
  /** A list that is made once the import is confirmed. */
  newList: z.string().optional(),
  encoding: z.enum(COMMON_ENCODINGS),
  delimiter: z.enum(delimiters),
  columns: z.array(columnUse),
  /** What becomes of people of whom a column says what is not understood; by default the import stops. */
  unknownStates: z.enum(["suppress"]).optional(),
  /** What becomes of recipients that are there already: see ImportRules. */
  existing: z.enum(existingRules).default("update"),
  listExisting: z.boolean().default(true),
  /** It counts what it would write and waits for its owner's word, which confirms it. Left out, it writes at once. */
  stage: z.enum(["check", "confirmed"]).optional(),
});

export type ImportInput = z.output<typeof importInput>;

const refusal = z.object({ code: z.string(), line: z.int().nullable(), detail: z.string() });

/** How far an import is. */
export const importState = z.object({
  /** Rows of the file that are written, or counted in a check. */
  rows: z.int().default(0),
  /** The number of the next chunk that is stored. */
  chunk: z.int().default(0),
  /** What the first rows say, by which broken ones are read again: the columns' names, and whether all are opt-outs. */
  names: z.array(z.string()).default([]),
  optOuts: z
    .object({ reason: z.enum(suppressionReasons), note: z.string() })
    .nullable()
    .default(null),
  /** Why the file cannot be read further. */
  refusal: refusal.nullable().default(null),
});

export type ImportState = z.output<typeof importState>;
