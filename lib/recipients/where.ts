import { Prisma } from "@prisma/client";
import { isId } from "@/lib/commands/id";
import { searchedEmail } from "@/lib/email-address";
import { likePattern } from "@/lib/paging/like-pattern";

/** What a list of recipients is narrowed to. */
export interface RecipientConditions {
  /** What the address begins with; among one's own also part of the name. Without case; "" for all. */
  search: string;
  /** Members of a list; null for all. */
  listId: string | null;
  suppressed: "yes" | "no" | "";
}

/** The condition on the rows `r` of recipients of one owner, or with null of everybody. */
export function recipientsWhere(
  ownerId: string | null,
  { search, listId, suppressed }: RecipientConditions,
): Prisma.Sql {
  const all = [Prisma.sql`TRUE`];
  if (ownerId !== null) all.push(Prisma.sql`r.owner_id = ${ownerId}::uuid`);
  const text = search.trim();
  if (text !== "") {
    const address = beginsWith(searchedEmail(text));
    const name = Prisma.sql`r.name ILIKE ${`%${likePattern(text)}%`}`;
    // An index answers for addresses alone at a million rows.
    all.push(ownerId === null ? address : Prisma.sql`(${address} OR ${name})`);
  }
  if (listId !== null) all.push(inList(listId));
  if (suppressed !== "") {
    const exists = Prisma.sql`EXISTS (SELECT 1 FROM suppressions s
      WHERE s.owner_id = r.owner_id AND s.email = r.email AND s.lifted_at IS NULL)`;
    all.push(suppressed === "yes" ? exists : Prisma.sql`NOT ${exists}`);
  }
  return Prisma.join(all, " AND ");
}

/**
 * What tells one set of rows `r` from another of the same size: an aggregate of their ids, in whatever order. A million add
 * some 30 ms to their count.
 */
export const fingerprint = Prisma.sql`coalesce(sum(uuid_hash_extended(r.id, 0)), 0)::text`;

function inList(listId: string): Prisma.Sql {
  if (!isId(listId)) return Prisma.sql`FALSE`;
  return Prisma.sql`EXISTS (SELECT 1 FROM list_members m WHERE m.list_id = ${listId}::uuid AND m.recipient_id = r.id)`;
}

/** In byte order, as recipients_email_idx has it, the longest of all that begin alike would end in U+10FFFF. */
function beginsWith(begin: string): Prisma.Sql {
  return Prisma.sql`r.email COLLATE "C" BETWEEN ${begin} AND ${begin} || chr(1114111)`;
}
