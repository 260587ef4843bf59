import { z } from "zod";
import { MOST_KNOWN, newFieldName } from "@/lib/fields/schema";
import { targetListInput } from "@/lib/lists/schema";
import { emailAddress, knownEmailAddress } from "@/lib/email-address";
import { COMMON_ENCODINGS, ENCODINGS } from "@/lib/recipients/encodings";
import { storableText } from "@/lib/storable-text";

const LONGEST_NAME = 200;
const LONGEST_COMMENT = 2_000;
const LONGEST_FIELD = 1_000;

const CONTROL = /\p{Cc}/u;
/** Comments and merge fields may have several lines. */
const CONTROL_BUT_LINES = /[^\P{Cc}\n\t]/u;

/** A name is one line: line breaks and runs of blanks become one space. Messages are reason codes. */
export const recipientName = z
  .string()
  .transform((text) => text.replace(/\s+/g, " ").trim())
  .pipe(
    z
      .string()
      .max(LONGEST_NAME, "name_too_long")
      .refine((text) => !CONTROL.test(text), "control_characters"),
  );

export const recipientComment = z
  .string()
  .trim()
  .max(LONGEST_COMMENT, "comment_too_long")
  .refine((text) => !CONTROL_BUT_LINES.test(text), "control_characters");

/** The value of one merge field. */
export const fieldValue = z
  .string()
  .trim()
  .max(LONGEST_FIELD, "field_too_long")
  .refine((text) => !CONTROL_BUT_LINES.test(text), "control_characters");

export const suppressionReasons = ["unsubscribed", "bounced", "complained", "manual"] as const;
export type SuppressionReason = (typeof suppressionReasons)[number];

/** Orders of a list of recipients; "-" is downward. */
export const recipientSorts = ["email", "-email", "added", "-added"] as const;
export type RecipientSort = (typeof recipientSorts)[number];

export interface MergeField {
  name: string;
  value: string;
}

const mergeField = z.object({ name: newFieldName, value: fieldValue });

const mergeFields = z
  .array(mergeField)
  .max(MOST_KNOWN, "too_many_fields")
  .refine((fields) => new Set(fields.map((field) => field.name)).size === fields.length, "field_name_twice");

/** Merge fields as a form sends them: the JSON of names and values. */
const mergeFieldsText = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      context.addIssue({ code: "custom", message: "invalid" });
      return z.NEVER;
    }
  })
  .pipe(mergeFields);

/** Stands before the name of a field among the columns of a list of recipients. */
export const FIELD_COLUMN = "field:";
/** Columns of fields; a wide screen has room for no more. */
export const MOST_FIELD_COLUMNS = 6;

const columnName = z.union([
  z.enum(["name", "lists", "state", "added"]),
  z.string().startsWith(FIELD_COLUMN).max(100),
]);

/** The columns of one's list of recipients, as boxes of one name send them. */
export const columnsInput = z.object({
  columns: z
    .union([z.array(columnName), columnName.transform((one) => [one])])
    .optional()
    .transform((names) => names ?? [])
    .refine(
      (names) => names.filter((name) => name.startsWith(FIELD_COLUMN)).length <= MOST_FIELD_COLUMNS,
      "too_many_columns",
    ),
});

/** Any number of ids, as boxes of one name send them. */
export const idsInput = z
  .union([z.array(z.uuid()), z.uuid().transform((id) => [id])])
  .optional()
  .transform((ids) => ids ?? []);

/** Rows that somebody ticks one by one, on as many pages as they like. */
export const MOST_TICKED = 2_000;
/** Bytes of a form that names so many. */
export const LARGEST_CHOICE = 131_072;

/** What a recipient's form gives. */
export const recipientInput = z.object({
  email: emailAddress,
  name: recipientName,
  comment: recipientComment,
  fields: mergeFieldsText,
  lists: idsInput,
});

/** Of a recipient that is there: the address may stay as an earlier rule took it. */
export const recipientChangeInput = recipientInput.extend({ email: knownEmailAddress });

/** A tick that is offered when the address is of somebody whose data was erased: they have agreed again. */
export const agreedAgain = { again: z.literal("on").optional() };

export const recipientInputs = { added: recipientInput, changed: recipientChangeInput };

export type RecipientFields = z.input<typeof recipientInput>;
export type RecipientInput = z.output<typeof recipientInput> & { again?: "on" | undefined };

/** Characters: some five thousand people. More is a file. */
const LONGEST_PASTE = 300_000;

/** What cannot be stored costs the row that it stands in. */
export const pasteText = z.object({
  text: z.string().max(LONGEST_PASTE, "paste_too_long").overwrite(storableText),
});

/** Somebody says that these people agreed to receive mail. */
export const consent = z.union([z.literal("on"), z.literal(true)], "consent_missing");

/** What the form that adds a pasted text gives. */
export const pasteInput = pasteText.extend({ ...targetListInput.shape, consent });

export type PasteInput = z.output<typeof pasteInput>;

/** Bytes of a part of a file; Vercel lets 4.5 MB through in one request. */
export const PART_SIZE = 4_000_000;
/** Bytes: some ten million addresses, whose hashes are 270 MB of memory while they are imported. */
export const LARGEST_FILE = 200_000_000;
/** Bytes of a request that begins an upload or its import. */
export const LARGEST_OPTIONS = 65_536;
/** Bytes of a file's beginning, by which its columns are shown. */
export const BEGINNING_OF_FILE = 65_536;

/** For the form, too. */
export { COMMON_ENCODINGS, ENCODINGS };
export const delimiters = [",", ";", "\t", "|"] as const;

/** What somebody says of a file; what is left out is detected. */
export const saidOfFile = z.object({
  encoding: z.enum(COMMON_ENCODINGS).optional(),
  delimiter: z.enum(delimiters).optional(),
});

export const columnUse = z.discriminatedUnion("kind", [
  z.object({ kind: z.enum(["email", "name", "comment", "ignored"]) }),
  z.object({
    kind: z.enum(["state", "field", "first_name", "last_name", "other_email"]),
    name: z.string().max(200),
  }),
]);

/** What becomes of a recipient that is there already: the file's name, comment and fields, blank cells aside, or nothing. */
export const existingRules = ["update", "keep"] as const;
export type ExistingRule = (typeof existingRules)[number];

/** A file that is about to be sent in parts. */
export const uploadInput = z.object({
  name: z.string().trim().min(1).max(255),
  size: z.int().min(1).max(LARGEST_FILE, "too_large"),
});

export type UploadInput = z.output<typeof uploadInput>;

/** How an uploaded file is to be imported. */
export const uploadOptions = z.object({
  // Both as they were shown.
  encoding: z.enum(COMMON_ENCODINGS),
  delimiter: z.enum(delimiters),
  ...targetListInput.shape,
  columns: z.array(columnUse).max(100),
  /** By what the names of the columns are known again; null where the file has none. */
  header: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable()
    .default(null),
  /** Whether the columns are just what was recognised. */
  recognised: z.boolean().default(true),
  consent,
  existing: z.enum(existingRules).default("update"),
  /** Whether recipients that are there already join the list as well. */
  listExisting: z.boolean().default(true),
  /** What becomes of people whose state is not understood. */
  unknownStates: z.enum(["suppress"]).optional(),
});

export type UploadOptions = z.output<typeof uploadOptions>;
