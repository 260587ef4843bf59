import { Prisma } from "@prisma/client";
import { shownEmail } from "@/lib/email-address";

/** What stands in a text instead of an address. */
const MARK = "[erased]";
/** Vera@example.com is not in olga.vera@example.com, and not in vera@example.com.ru. */
const BEFORE = "(?<![a-z0-9.!#$%&'*+/=?^_`{|}~-])";
const AFTER = "(?![a-z0-9-]|\\.[a-z0-9])";

/** A regular expression of PostgreSQL that finds these addresses in a text, without case. */
export function addressPattern(emails: readonly string[]): string {
  const spellings = new Set(emails.flatMap((email) => [email, shownEmail(email)]));
  const escaped = [...spellings].map((email) => email.replace(/[^\p{L}\p{N}@_-]/gu, "\\$&"));
  return `${BEFORE}(?:${escaped.join("|")})${AFTER}`;
}

/** One that finds whatever looks like an address. */
export const ANY_ADDRESS = `[^][\\s<>"',;:()]+@[^][\\s<>"',;:()]+`;

/** A column's text without what the pattern finds. */
export function withoutAddress(column: Prisma.Sql, pattern: string): Prisma.Sql {
  return Prisma.sql`regexp_replace(${column}, ${pattern}::text, ${MARK}::text, 'gi')`;
}

export function hasAddress(column: Prisma.Sql, pattern: string): Prisma.Sql {
  return Prisma.sql`${column} ~* ${pattern}::text`;
}
