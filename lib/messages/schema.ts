import { z } from "zod";
import { atMost } from "@/lib/actions/longest";
import { readEmail } from "@/lib/email-address";
import { cellsOfTables, MOST_CELLS } from "@/lib/markdown/table-cells";

const LONGEST_LINE = 250;
/** Characters of a source: ten times what Gmail shows of a mail. */
export const LONGEST_SOURCE = 200_000;
export const LONGEST_TEXT = 100_000;
/** Characters of the HTML that is made of it. */
export const LONGEST_HTML = 500_000;
/** Bytes of HTML from which on Gmail shows a part and a link to the rest. */
export const GMAIL_SHOWS = 102_000;

export const messageFormats = ["visual", "markdown", "html"] as const;
export type MessageFormat = (typeof messageFormats)[number];

/** One line: line breaks and runs of blanks become one space. Messages are keys of the catalogue's "faults". */
const line = z
  .string()
  .transform((text) => text.replace(/\s+/g, " ").trim())
  .pipe(
    z
      .string()
      .max(LONGEST_LINE, atMost(LONGEST_LINE))
      .refine((text) => !/\p{Cc}/u.test(text), "control_characters"),
  );

/** Forms send line breaks as two characters, which are one where it was typed. PostgreSQL's text holds no NUL. */
function lines(longest: number) {
  return z
    .string()
    .overwrite((text) => text.replace(/\r\n?/g, "\n"))
    .max(longest, "message_long")
    .refine((text) => !text.includes("\0"), "control_characters");
}

const fields = {
  preheader: line,
  format: z.enum(messageFormats),
  /** The visual editor's document as JSON (lib/messages/visual-document.ts), Markdown, or HTML. */
  source: lines(LONGEST_SOURCE)
    .refine((text) => text.trim() !== "", "source_missing")
    .refine((text) => cellsOfTables(text) <= MOST_CELLS, "table_large"),
  /** Whether the plain text is `text`; it is made of the source otherwise. */
  textIsOwn: z.boolean(),
  text: lines(LONGEST_TEXT),
};

/** A message as it is written. */
export const messageSchema = z
  .object({ subject: line.refine((text) => text !== "", "subject_missing"), ...fields })
  .refine(({ textIsOwn, text }) => !textIsOwn || text.trim() !== "", {
    path: ["text"],
    message: "text_missing",
  });

/** What a preview needs: less than a message that can be saved. */
export const draftSchema = z.object({ subject: line, ...fields });

/** Characters of a line that is typed, and may be too long to be saved. */
const LONGEST_TYPED_LINE = 2_000;

/** What is typed, whether or not it can be saved. */
export const typedSchema = z.object({
  subject: lines(LONGEST_TYPED_LINE),
  preheader: lines(LONGEST_TYPED_LINE),
  format: z.enum(messageFormats),
  source: lines(LONGEST_SOURCE),
  textIsOwn: z.boolean(),
  text: lines(LONGEST_TEXT),
});

/** Earlier states that are kept of each message; the oldest goes when there is one more. */
export const KEPT_VERSIONS = 50;

const instant = z.coerce.number().int().min(0).max(8.64e15);

/** The draft of an opened page; a message may have several. */
export interface DraftMark {
  draftId: string;
  /** The page's own, anew each time that it is opened; null while it has written nothing. */
  writer: string | null;
  /** When the page last saw it written, in milliseconds; null for a draft that is yet to be begun. */
  seen: number | null;
}

const mark = { draftId: z.uuid(), writer: z.uuid(), seen: instant.optional() };

/** As a form sends it: "on" for what is ticked, nothing for what is not. */
function sent<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess(
    (form) => (isRecord(form) ? { ...form, textIsOwn: form.textIsOwn === "on" } : form),
    schema,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

export const sentMessage = sent(messageSchema);
export const sentDraft = sent(draftSchema);
export const sentTyped = sent(typedSchema);

export const sentMark = z
  .object({ ...mark, writer: mark.writer.optional() })
  .transform(({ writer = null, seen = null, ...draft }): DraftMark => ({ ...draft, writer, seen }));

/** Of the page that writes it. */
export const writtenMark = z
  .object(mark)
  .transform(({ seen = null, ...draft }) => ({ mark: { ...draft, seen } }));

/** The draft that goes with a save: nothing where none was kept. */
export const savedDraft = z
  .object(mark)
  .partial()
  .transform(({ draftId, writer = null, seen = null }): { draft: DraftMark | null } => ({
    draft: draftId === undefined ? null : { draftId, writer, seen },
  }));

/** The version that a save is written upon; nothing for a message that is yet to be created. */
export const basedOn = z
  .object({ version: instant.optional() })
  .transform(({ version = null }) => ({ version }));

export type MessageInput = z.output<typeof messageSchema>;
/** What stands in the form. */
export type MessageFields = z.input<typeof messageSchema>;
/** The same, whatever it is. */
export type TypedMessage = z.output<typeof typedSchema>;

export function isSameMessage(one: TypedMessage, other: TypedMessage): boolean {
  return (
    one.subject === other.subject &&
    one.preheader === other.preheader &&
    one.format === other.format &&
    one.source === other.source &&
    one.textIsOwn === other.textIsOwn &&
    one.text === other.text
  );
}

/** Addresses that one test goes to at most. */
const MOST_TESTS = 5;

/** Where a test goes, with commas, blanks or lines between addresses; none for the writer's own. */
export const testAddresses = z
  .string()
  .max(2_000, "too_long")
  .default("")
  .transform((typed, context) => {
    const read = typed
      .split(/[\s,;]+/)
      .filter(Boolean)
      .map(readEmail);
    const addresses = new Set(read.flatMap((one) => (one.ok ? [one.email] : [])));
    const fault = read.some(({ ok }) => !ok) ? "test_address_invalid" : "test_addresses_many";
    if (read.some(({ ok }) => !ok) || addresses.size > MOST_TESTS)
      context.addIssue({ code: "custom", message: fault });
    return [...addresses];
  });

/** What a message may begin with: lib/messages/starters.ts. */
export const starterNames = ["newsletter", "invitation", "reminder", "welcome", "offer", "thanks"] as const;
export type StarterName = (typeof starterNames)[number];
