import { Prisma } from "@prisma/client";
import { refused, type RefusalDetail } from "@/lib/commands/result";
import type { Queryable } from "@/lib/db";
import { MOST_AT_ONCE, type Chosen } from "@/lib/recipients/schema";
import { fingerprint, recipientsWhere } from "@/lib/recipients/where";

export type ChosenRefusal = "not_found" | "number_changed" | "others_match" | "too_many_at_once";

export const locks = {
  none: Prisma.empty,
  /** They are not deleted meanwhile. */
  stay: Prisma.sql`FOR KEY SHARE`,
  delete: Prisma.sql`FOR UPDATE`,
} as const;

/**
 * The ids of what somebody chose. All that a filter finds are looked up again: if they are not the very ones that it found
 * when the page was made, they are refused, so that nothing is done to anybody who came since.
 */
export async function chosenIds(
  tx: Queryable,
  ownerId: string,
  chosen: Chosen,
  lock: Prisma.Sql,
): Promise<{ ok: true; ids: string[] } | ({ ok: false; code: ChosenRefusal } & RefusalDetail)> {
  if ("ids" in chosen) return { ok: true, ids: chosen.ids };
  // In the order in which imports lock them: each would wait for the other.
  const [matching] = await tx.$queryRaw<{ ids: string[]; fingerprint: string }[]>`
    WITH r AS (
      SELECT r.id FROM recipients r WHERE ${recipientsWhere(ownerId, chosen.filter)}
      ORDER BY r.email COLLATE "C" LIMIT ${MOST_AT_ONCE + 1} ${lock})
    SELECT coalesce(array_agg(r.id), '{}') AS ids, ${fingerprint} AS fingerprint FROM r`;
  const ids = matching?.ids ?? [];
  const now = { found: ids.length, fingerprint: matching?.fingerprint ?? "" };
  if (now.found === 0) return refused("not_found");
  if (now.found > MOST_AT_ONCE) return refused("too_many_at_once", { values: { most: MOST_AT_ONCE } });
  if (now.found !== chosen.shown)
    return refused("number_changed", { values: { shown: chosen.shown, ...now } });
  if (now.fingerprint !== chosen.fingerprint) return refused("others_match", { values: now });
  return { ok: true, ids };
}
