import { z } from "zod";
import { COMMON_ENCODINGS, columnUse, delimiters } from "@/lib/recipients/schema";

/** The input of an import: a file that was uploaded, as somebody saw it and wants it read. */
export const importInput = z.object({
  /** Of the file, on the person's machine. */
  name: z.string(),
  listId: z.uuid().nullable(),
  encoding: z.enum(COMMON_ENCODINGS),
  delimiter: z.enum(delimiters),
  columns: z.array(columnUse),
  /** What becomes of people of whom a column says what is not understood; by default the import stops. */
  unknownStates: z.enum(["suppress"]).optional(),
});

export type ImportInput = z.output<typeof importInput>;

const refusal = z.object({ code: z.string(), line: z.int().nullable(), detail: z.string() });

/** How far an import is. */
export const importState = z.object({
  /** Rows of the file that are written. */
  rows: z.int().default(0),
  /** The next step's number. */
  chunk: z.int().default(0),
  /** Why the file cannot be read further. */
  refusal: refusal.nullable().default(null),
});

export type ImportState = z.output<typeof importState>;
