import { Prisma } from "@prisma/client";
import { searchedEmail } from "@/lib/email-address";
import { likePattern } from "@/lib/paging/like-pattern";

/** Characters from which on any part of an address or a name is found; fewer are its beginning. */
const SHORTEST_PART = 3;

export function isShort(text: string): boolean {
  return Array.from(text).length < SHORTEST_PART;
}

export interface Search {
  /** The condition on the rows `r` of recipients. */
  found: Prisma.Sql;
  /** Whether recipients_text_idx leads to them; without a word's beginning or three letters in a row, it has to be read whole. */
  indexed: boolean;
}

/** What a search finds: any part of an address or a name, or the beginning of the address or of a word of the name. */
export function searchOf(text: string): Search {
  const asked = [...new Set([text.toLowerCase(), searchedEmail(text)])];
  const found = asked.map((one) => {
    const begin = isShort(one) ? " " : "";
    return Prisma.sql`${searchedText} LIKE lower(${`%${begin}${likePattern(one)}%`})`;
  });
  return { found: Prisma.sql`(${Prisma.join(found, " OR ")})`, indexed: asked.every(hasTrigram) };
}

/** Address and name as recipients_text_idx has them. */
const searchedText = Prisma.sql`lower(' ' || r.email || chr(10) || ' ' || r.name)`;

const LETTERS = String.raw`[\p{L}\p{N}]`;
const OTHERS = String.raw`[^\p{L}\p{N}]`;
/** A word that is known from its beginning, three letters of one, or its last two. */
const WITH_TRIGRAM = new RegExp(`${OTHERS}${LETTERS}|${LETTERS}{3}|${LETTERS}{2}${OTHERS}`, "u");

function hasTrigram(text: string): boolean {
  // Below three characters it begins a word.
  return WITH_TRIGRAM.test(isShort(text) ? ` ${text}` : text);
}
