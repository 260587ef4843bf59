import { Prisma } from "@prisma/client";
import { refused, type RefusalDetail } from "@/lib/commands/result";
import type { Queryable } from "@/lib/db";
import { MOST_AT_ONCE, type Chosen } from "@/lib/recipients/schema";
import { recipientsWhere } from "@/lib/recipients/where";

export type ChosenRefusal = "not_found" | "number_changed" | "too_many_at_once";

export const locks = {
  none: Prisma.empty,
  /** They are not deleted meanwhile. */
  stay: Prisma.sql`FOR KEY SHARE`,
  delete: Prisma.sql`FOR UPDATE`,
} as const;

/**
 * The ids of what somebody chose. All that a filter finds are looked up again: if they are not as many as the page
 * showed, they are refused, so that nothing goes that nobody saw.
 */
export async function chosenIds(
  tx: Queryable,
  ownerId: string,
  chosen: Chosen,
  lock: Prisma.Sql,
): Promise<{ ok: true; ids: string[] } | ({ ok: false; code: ChosenRefusal } & RefusalDetail)> {
  if ("ids" in chosen) return { ok: true, ids: chosen.ids };
  // In the order in which imports lock them: each would wait for the other.
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT r.id FROM recipients r WHERE ${recipientsWhere(ownerId, chosen.filter)}
    ORDER BY r.email COLLATE "C" LIMIT ${MOST_AT_ONCE + 1} ${lock}`;
  const [found, { shown }] = [rows.length, chosen];
  if (found === 0) return refused("not_found");
  if (found > MOST_AT_ONCE) return refused("too_many_at_once", { values: { most: MOST_AT_ONCE } });
  if (found !== shown) return refused("number_changed", { values: { shown, found } });
  return { ok: true, ids: rows.map(({ id }) => id) };
}
