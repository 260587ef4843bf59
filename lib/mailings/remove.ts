import { done, refused, type CommandResult } from "@/lib/commands/result";
import type { Queryable } from "@/lib/db";
import { byItsOwner, mailingTags } from "@/lib/mailings/own-mailing";
import { mayControlMailing } from "@/lib/mailings/policy";
import type { Actor } from "@/lib/users/policy";

export type RemoveRefusal = "not_found" | "forbidden" | "archived";

/**
 * Deletes a mailing that never ran. One with history is archived instead: nothing of it runs any more, what an
 * open attempt has not sent is closed, and its attempts stay readable.
 */
export async function removeMailing(
  actor: Actor,
  mailingId: string,
): Promise<CommandResult<"deleted" | "archived", RemoveRefusal>> {
  return byItsOwner(actor, mailingId, async (tx) => {
    const [mailing] = await tx.$queryRaw<{ ownerId: string; archivedAt: Date | null }[]>`
      SELECT owner_id AS "ownerId", archived_at AS "archivedAt" FROM mailings WHERE id = ${mailingId}::uuid FOR UPDATE`;
    if (mailing === undefined || !mayControlMailing(actor, mailing)) return refused("not_found");
    if (mailing.archivedAt !== null) return refused("archived");
    // Asked after the lock: a planner that held it before may have made the first attempt.
    if (await hasHistory(tx, mailingId)) {
      await archive(tx, mailingId);
      return done("archived", { tags: mailingTags(mailing.ownerId), wake: true });
    }
    await tx.$executeRaw`DELETE FROM mailings WHERE id = ${mailingId}::uuid`;
    return done("deleted", { tags: mailingTags(mailing.ownerId) });
  });
}

async function hasHistory(tx: Queryable, mailingId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<
    unknown[]
  >`SELECT 1 FROM attempts WHERE mailing_id = ${mailingId}::uuid LIMIT 1`;
  return rows.length > 0;
}

async function archive(tx: Queryable, mailingId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE mailings SET archived_at = engine_now(), next_run_at = NULL WHERE id = ${mailingId}::uuid AND archived_at IS NULL`;
  await tx.$executeRaw`
    UPDATE attempts SET closing_reason = 'archived'
    WHERE mailing_id = ${mailingId}::uuid AND status IN ('planning', 'sending') AND closing_reason IS NULL`;
}
