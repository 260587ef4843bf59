import { Prisma } from "@prisma/client";
import { database } from "@/lib/db";
import type { SuppressionReason } from "@/lib/recipients/schema";
import { chosenWhere, type Target } from "@/lib/recipients/where";
import type { Actor } from "@/lib/users/policy";
import { ownerWithin } from "@/lib/users/scope";

/** Of a recipient `r`: why the owner's mailings skip the address. */
export const suppressedOf = Prisma.sql`(SELECT s.reason::text FROM suppressions s
  WHERE s.owner_id = r.owner_id AND s.email = r.email AND s.lifted_at IS NULL)`;

/** What a file of all that a list shows is made of: a thousand rows a step, by id. */
export async function recipientsToExport(
  actor: Actor,
  target: Target,
  afterId: string | null,
): Promise<ExportedRecipient[] | null> {
  const ownerId = ownerWithin(actor, "own");
  if (ownerId === undefined || ownerId === null) return null;
  return database().$queryRaw<ExportedRecipient[]>`
    SELECT r.id, r.email, r.name, r.comment, r.fields, ${suppressedOf} AS suppressed FROM recipients r
    WHERE ${chosenWhere(ownerId, target)} ${afterId === null ? Prisma.empty : Prisma.sql`AND r.id > ${afterId}::uuid`}
    ORDER BY r.id LIMIT 1000`;
}

export interface ExportedRecipient {
  id: string;
  email: string;
  name: string;
  comment: string;
  fields: unknown;
  suppressed: SuppressionReason | null;
}

/** Names of all merge fields that an owner's recipients have. */
export async function mergeFieldNames(ownerId: string): Promise<string[]> {
  const rows = await database().$queryRaw<{ name: string }[]>`
    SELECT DISTINCT jsonb_object_keys(fields) AS name FROM recipients WHERE owner_id = ${ownerId}::uuid ORDER BY 1`;
  return rows.map((row) => row.name);
}
