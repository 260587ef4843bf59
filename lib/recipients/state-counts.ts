import { cached } from "@/lib/cache/cached";
import { cacheTags } from "@/lib/cache/tags";
import { database } from "@/lib/db";
import { askedStates } from "@/lib/recipients/asked";
import { foundRecipients, MOST_COUNTED } from "@/lib/recipients/found";
import type { SuppressionReason } from "@/lib/recipients/schema";
import { ALL_RECIPIENTS } from "@/lib/recipients/where";

/** How many of an owner's recipients are in a state; of more than ten thousand, about how many. */
export interface StateCount {
  count: number;
  isEstimate: boolean;
}

export type StateCounts = Readonly<Record<(typeof askedStates)[number], StateCount>>;

/** Of an owner's recipients: how many mailings reach and skip, and by which reason. Null where nobody can tell soon. */
export const stateCounts = cached(
  "states of recipients",
  (ownerId) => [cacheTags.recipients(ownerId)],
  async (ownerId: string): Promise<StateCounts | null> => {
    const all = await foundRecipients(database(), ownerId, ALL_RECIPIENTS);
    const reasons = await countReasons(ownerId);
    if (all === null) return null;
    if (reasons === null) return eachState(ownerId);
    const of = (reason: SuppressionReason) => ({ count: reasons.get(reason) ?? 0, isEstimate: false });
    const yes = [...reasons.values()].reduce((sum, count) => sum + count, 0);
    return {
      no: { count: all.count - yes, isEstimate: all.isEstimate },
      yes: { count: yes, isEstimate: false },
      unsubscribed: of("unsubscribed"),
      bounced: of("bounced"),
      complained: of("complained"),
      manual: of("manual"),
    };
  },
);

/** Read from the suppressions, of which most owners have few; null for more than ten thousand. */
async function countReasons(ownerId: string): Promise<Map<SuppressionReason, number> | null> {
  const rows = await database().$queryRaw<{ reason: SuppressionReason; all: number; found: number }[]>`
    SELECT s.reason::text AS reason, count(*)::int AS all, count(r.id)::int AS found FROM (
      SELECT owner_id, email, reason FROM suppressions
      WHERE owner_id = ${ownerId}::uuid AND lifted_at IS NULL LIMIT ${MOST_COUNTED + 1}
    ) s LEFT JOIN recipients r ON r.owner_id = s.owner_id AND r.email = s.email GROUP BY s.reason`;
  const looked = rows.reduce((sum, { all }) => sum + all, 0);
  return looked > MOST_COUNTED ? null : new Map(rows.map(({ reason, found }) => [reason, found]));
}

async function eachState(ownerId: string): Promise<StateCounts | null> {
  const counts: Partial<Record<(typeof askedStates)[number], StateCount>> = {};
  for (const suppressed of askedStates) {
    const found = await foundRecipients(database(), ownerId, { ...ALL_RECIPIENTS, suppressed });
    if (found === null) return null;
    counts[suppressed] = { count: found.count, isEstimate: found.isEstimate };
  }
  const { no, yes, unsubscribed, bounced, complained, manual } = counts;
  if (!no || !yes || !unsubscribed || !bounced || !complained || !manual) return null;
  return { no, yes, unsubscribed, bounced, complained, manual };
}
