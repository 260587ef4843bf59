import { z } from "zod";
import { atMost } from "@/lib/actions/longest";
import { routing } from "@/lib/i18n/routing";
import { cellsOfTables, MOST_CELLS } from "@/lib/markdown/table-cells";

const LONGEST_TITLE = 150;
const LONGEST_SUMMARY = 300;
const LONGEST_ALT = 250;
/** Characters of Markdown: a book's chapter fits. */
export const LONGEST_SOURCE = 100_000;
export const LONGEST_SLUG = 80;

/** One line: line breaks and runs of blanks become one space. Messages are keys of the catalogue's "faults". */
function line(longest: number) {
  return z
    .string()
    .transform((text) => text.replace(/\s+/g, " ").trim())
    .pipe(
      z
        .string()
        .max(longest, atMost(longest))
        .refine((text) => !/\p{Cc}/u.test(text), "control_characters"),
    );
}

/** The last part of an article's address. */
export const slugPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** What stands in an article's place below /blog: the later pages of the list. */
export const TAKEN_BY_LIST = "page";

/** Markdown. Forms send line breaks as two characters, which are one where it was typed. PostgreSQL's text holds no NUL. */
export const sourceSchema = z
  .string()
  .overwrite((text) => text.replace(/\r\n?/g, "\n"))
  .max(LONGEST_SOURCE, "source_long")
  .refine((text) => !text.includes("\0"), "control_characters")
  .refine((text) => cellsOfTables(text) <= MOST_CELLS, "table_large");

/** The fields of an article's form, each by itself. */
export const articleFieldsSchema = z.object({
  title: line(LONGEST_TITLE).refine((text) => text !== "", "title_missing"),
  summary: line(LONGEST_SUMMARY),
  language: z.enum(routing.locales),
  slug: z
    .string()
    .trim()
    .max(LONGEST_SLUG, atMost(LONGEST_SLUG))
    .refine((slug) => slug === "" || slugPattern.test(slug), "slug_invalid")
    .refine((slug) => slug !== TAKEN_BY_LIST, "slug_reserved"),
  source: sourceSchema,
  coverId: z.union([z.literal(""), z.uuid()]),
  coverAlt: line(LONGEST_ALT),
});

/** A cover is described. The arguments of `refine`, for the action's schema as for the form's. */
export const coverNeedsAlt: [
  (fields: { coverId: string; coverAlt: string }) => boolean,
  { error: string; path: string[] },
] = [
  ({ coverId, coverAlt }) => coverId === "" || coverAlt !== "",
  { error: "alt_missing", path: ["coverAlt"] },
];

/** An article as it is written; without a slug it gets one of its title. */
export const articleSchema = articleFieldsSchema.refine(...coverNeedsAlt);

export type ArticleFields = z.input<typeof articleSchema>;
export type Article = z.output<typeof articleSchema>;

export const articleFieldNames = [
  "title",
  "summary",
  "language",
  "slug",
  "source",
  "coverId",
  "coverAlt",
] as const satisfies readonly (keyof ArticleFields)[];

export const articleStates = ["draft", "scheduled", "published"] as const;
export type ArticleState = (typeof articleStates)[number];
