import { Prisma } from "@prisma/client";
import { database } from "@/lib/db";
import { readsFiles } from "@/lib/erasing/erase-imports";
import { KEY_LIFETIME } from "@/lib/sending/settings";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

export interface ErasingScope {
  /** Whether the address is a recipient. */
  recipient: boolean;
  lists: number;
  deliveries: number;
  suppressions: number;
}

/** What an erasing of an address would concern, for who is asked before it. */
export async function erasingScope(actor: Actor, email: string): Promise<ErasingScope> {
  const none = { recipient: false, lists: 0, deliveries: 0, suppressions: 0 };
  if (!mayOwnMailings(actor)) return none;
  const own = Prisma.sql`owner_id = ${actor.id}::uuid AND email = ${email}`;
  const [found] = await database().$queryRaw<ErasingScope[]>`
    SELECT EXISTS (SELECT 1 FROM recipients WHERE ${own}) AS recipient,
      (SELECT count(*)::int FROM list_members WHERE recipient_id IN (SELECT id FROM recipients WHERE ${own})) AS lists,
      (SELECT count(*)::int FROM (
        SELECT found.id FROM attempts a CROSS JOIN LATERAL (
          SELECT id FROM deliveries WHERE attempt_id = a.id AND address COLLATE "C" = ${email} LIMIT 1) found
        WHERE a.owner_id = ${actor.id}::uuid
        UNION SELECT d.id FROM deliveries d JOIN attempts a ON a.id = d.attempt_id
        WHERE d.recipient_id IN (SELECT id FROM recipients WHERE ${own}) AND a.owner_id = ${actor.id}::uuid) said) AS deliveries,
      (SELECT count(*)::int FROM suppressions WHERE ${own}) AS suppressions`;
  return found ?? none;
}

export interface OpenErasings {
  /** Emails that may have gone out, whose copies have to wait. */
  emails: number;
  /** When the last copy is gone, at the latest; null where there is none. */
  until: Date | null;
  /** Whether a file is being read that may have the person. */
  files: boolean;
}

/** What is left of one's own erasings; null where all are complete. */
export async function openErasings(actor: Actor): Promise<OpenErasings | null> {
  if (!mayOwnMailings(actor)) return null;
  const [open] = await database().$queryRaw<(OpenErasings & { erasings: number })[]>`
    SELECT count(DISTINCT e.id)::int AS erasings, count(DISTINCT (e.id, b.id)) FILTER (WHERE b.id IS NOT NULL)::int AS emails,
      coalesce(bool_or(${readsFiles}), FALSE) AS files,
      max(coalesce(b.first_unknown_at, b.requested_at)) + ${KEY_LIFETIME} * interval '1 millisecond' AS until
    FROM jobs e LEFT JOIN batches b ON b.status <> 'closed'
      AND b.id IN (SELECT waiting::uuid FROM jsonb_array_elements_text(e.state->'batchIds') waiting)
    WHERE e.owner_id = ${actor.id}::uuid AND e.kind = 'erasing' AND e.status <> 'succeeded'`;
  if (open === undefined || open.erasings === 0) return null;
  return { emails: open.emails, files: open.files, until: open.until };
}
