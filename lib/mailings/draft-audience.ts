import { database } from "@/lib/db";
import type { SuppressionReason } from "@prisma/client";

/** Lists and single recipients as they are ticked in a form. */
export interface ChosenAudience {
  listIds: readonly string[];
  recipientIds: readonly string[];
}

export interface DraftAudience {
  /** Recipients chosen directly or by list, each once. */
  recipients: number;
  /** How often somebody was chosen who was chosen already. */
  duplicates: number;
  /** Who will be skipped, by why. */
  suppressed: Record<SuppressionReason, number>;
}

/** How many somebody's choice would reach now. What of it is not their own is nobody. */
export async function draftAudience(ownerId: string, chosen: ChosenAudience): Promise<DraftAudience> {
  const suppressed = { unsubscribed: 0, bounced: 0, complained: 0, manual: 0 };
  if (chosen.listIds.length + chosen.recipientIds.length === 0) {
    return { recipients: 0, duplicates: 0, suppressed };
  }
  const rows = await database().$queryRaw<
    { reason: SuppressionReason | null; people: number; times: number }[]
  >`
    WITH chosen AS (
      SELECT unnest(${[...new Set(chosen.recipientIds)]}::uuid[]) AS id
      UNION ALL
      SELECT lm.recipient_id FROM lists l JOIN list_members lm ON lm.list_id = l.id
        WHERE l.id = ANY(${chosen.listIds}::uuid[]) AND l.owner_id = ${ownerId}::uuid
    ), once AS (SELECT id, count(*)::int AS times FROM chosen GROUP BY id)
    SELECT s.reason::text AS reason, count(*)::int AS people, sum(once.times)::int AS times
    FROM once JOIN recipients r ON r.id = once.id AND r.owner_id = ${ownerId}::uuid
    LEFT JOIN suppressions s ON s.owner_id = r.owner_id AND s.email = r.email AND s.lifted_at IS NULL
    GROUP BY s.reason`;
  let recipients = 0;
  let times = 0;
  for (const row of rows) {
    recipients += row.people;
    times += row.times;
    if (row.reason !== null) suppressed[row.reason] += row.people;
  }
  return { recipients, duplicates: times - recipients, suppressed };
}
