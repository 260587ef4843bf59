import { Prisma } from "@prisma/client";
import { database } from "@/lib/db";
import { cutPage, readIdKey } from "@/lib/paging/keyset";
import { maySeeEverybodys, type Actor } from "@/lib/users/policy";

const PAGE_SIZE = 50;

export interface EverybodysRecipient {
  id: string;
  email: string;
  name: string;
  createdAt: Date;
  ownerId: string;
  ownerName: string;
  /** Why this owner's mailings skip the address; null where they do not. */
  suppressed: "unsubscribed" | "bounced" | "complained" | "manual" | null;
}

/**
 * Everybody's recipients by address, fifty a page; null for who may not see them.
 * By the beginning of the address and not by any part of it: that is what an index answers at a million rows.
 * @param search what addresses begin with, without case; "" for all
 * @param after id of the last recipient of the page before; null for the first
 */
export async function everybodysRecipients(
  actor: Actor,
  { search, after }: { search: string; after: string | null },
): Promise<{ rows: EverybodysRecipient[]; next: string | null } | null> {
  if (!maySeeEverybodys(actor)) return null;
  const begin = search.trim().toLowerCase();
  const from = await keyOf(readIdKey(after));
  // In byte order, as recipients_email_idx has it, the longest of all that begin alike would end in U+10FFFF.
  const range =
    begin === ""
      ? Prisma.empty
      : Prisma.sql`AND r.email COLLATE "C" BETWEEN ${begin} AND ${begin} || chr(1114111)`;
  const later =
    from === null
      ? Prisma.empty
      : Prisma.sql`AND (r.email COLLATE "C", r.id) > (${from.email}, ${from.id}::uuid)`;
  const found = await database().$queryRaw<EverybodysRecipient[]>`
    SELECT r.id, r.email, r.name, r.created_at AS "createdAt", r.owner_id AS "ownerId", u.name AS "ownerName",
      (SELECT s.reason::text FROM suppressions s
        WHERE s.owner_id = r.owner_id AND s.email = r.email AND s.lifted_at IS NULL) AS suppressed
    FROM (SELECT * FROM recipients r WHERE TRUE ${range} ${later} ORDER BY r.email COLLATE "C", r.id LIMIT ${PAGE_SIZE + 1}) r
    JOIN users u ON u.id = r.owner_id
    ORDER BY r.email COLLATE "C", r.id`;
  return cutPage(found, PAGE_SIZE);
}

/** The place of a recipient in the order; null for one that is gone. An address would end up in logs. */
function keyOf(id: string | null): Promise<{ id: string; email: string } | null> {
  if (id === null) return Promise.resolve(null);
  return database().recipient.findUnique({ where: { id }, select: { id: true, email: true } });
}
