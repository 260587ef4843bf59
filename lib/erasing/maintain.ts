import { applyChange } from "@/lib/cache/apply-change";
import { database } from "@/lib/db";
import { erasureTags } from "@/lib/erasing/commands";
import { runErasure } from "@/lib/erasing/erase";

/** At most so many a round. */
const AT_ONCE = 20;

/**
 * Completes erasings: of those that were interrupted all that is left, of the others what waited for emails of unknown
 * outcome. Never throws: the next call does what this one left.
 *
 * @param report told of each that failed
 */
export async function maintainErasings(report: (message: string, error: unknown) => void): Promise<void> {
  try {
    const open = await database().$queryRaw<{ id: string; ownerId: string }[]>`
      SELECT e.id, e.owner_id AS "ownerId" FROM erasures e
      WHERE e.emails <> '{}' OR NOT EXISTS (
        SELECT 1 FROM batches b WHERE b.id = ANY(e.batch_ids) AND b.status <> 'closed'
          AND (b.status = 'requested' OR b.first_unknown_at IS NOT NULL))
      ORDER BY e.id LIMIT ${AT_ONCE}`;
    for (const { id, ownerId } of open) await complete(id, ownerId, report);
  } catch (error) {
    report("erasings could not be looked for", error);
  }
}

async function complete(
  id: string,
  ownerId: string,
  report: (message: string, error: unknown) => void,
): Promise<void> {
  try {
    await runErasure(database(), id);
    await applyChange({ tags: erasureTags(ownerId), wake: false }, "outside");
  } catch (error) {
    report(`erasing ${id} could not be completed`, error);
  }
}
