import { isId } from "@/lib/commands/id";
import { database } from "@/lib/db";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

/** What deleting a mailing ends: with a past it is archived, and its attempts stay. */
export interface MailingLoss {
  name: string;
  attempts: number;
  /** Of an open attempt, those who would not receive it any more. */
  pending: number;
  nextRunAt: Date | null;
}

/** One's own mailing before it is deleted; null where there is none, or it is archived already. */
export async function mailingLoss(actor: Actor, id: string): Promise<MailingLoss | null> {
  if (!isId(id) || !mayOwnMailings(actor)) return null;
  const [row] = await database().$queryRaw<MailingLoss[]>`
    SELECT m.name, m.next_run_at AS "nextRunAt",
      (SELECT count(*)::int FROM attempts a WHERE a.mailing_id = m.id) AS attempts,
      (SELECT coalesce(sum(b.size - b.accepted - b.rejected - b.skipped - b.cancelled - b.uncertain), 0)::int
        FROM attempts a JOIN batches b ON b.attempt_id = a.id
        WHERE a.mailing_id = m.id AND a.status IN ('planning', 'sending')) AS pending
    FROM mailings m WHERE m.id = ${id}::uuid AND m.owner_id = ${actor.id}::uuid AND m.archived_at IS NULL`;
  return row ?? null;
}
