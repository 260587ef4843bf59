import { database, type Queryable } from "@/lib/db";

/** At most so many a round: the emails of each owner among them are read once. */
export const LOOKED_AT_ONCE = 50;

interface Due {
  id: string;
  ownerId: string;
}

/**
 * Looks at images of messages whose time has come. One that an email shows is kept for good: emails are read late. One
 * that a message, a version of one or a draft shows is looked at again in a week. What nothing has shown for a day is
 * deleted; a single look proves nothing, since a run may be planned at that moment. What somebody holds, who may be
 * about to take it, waits for the next round.
 */
export async function forgetMessageImages(): Promise<void> {
  await database().$transaction(async (tx) => {
    const due = await tx.$queryRaw<Due[]>`
      SELECT id, owner_id AS "ownerId" FROM images
      WHERE forget_at <= engine_now() AND purpose = 'message' AND owner_id IS NOT NULL
      ORDER BY forget_at LIMIT ${LOOKED_AT_ONCE} FOR UPDATE SKIP LOCKED`;
    for (const ownerId of new Set(due.map((one) => one.ownerId))) {
      const theirs = due.filter((one) => one.ownerId === ownerId);
      await lookAt(
        tx,
        ownerId,
        theirs.map(({ id }) => id),
      );
    }
  });
}

async function lookAt(tx: Queryable, ownerId: string, ids: readonly string[]): Promise<void> {
  const written = await namedInMessages(tx, ownerId, ids);
  // Only of what no message has: they may be many, each as long as an email.
  const sent = await namedInEmails(
    tx,
    ownerId,
    ids.filter((id) => !written.has(id)),
  );
  const left = ids.filter((id) => !written.has(id) && !sent.has(id));
  await tx.$executeRaw`
    UPDATE images SET unused_since = NULL, forget_at = CASE WHEN id = ANY(${[...written]}::uuid[])
      THEN engine_now() + interval '7 days' END
    WHERE id = ANY(${[...written, ...sent]}::uuid[])`;
  await tx.$executeRaw`
    DELETE FROM images WHERE id = ANY(${left}::uuid[]) AND unused_since <= engine_now() - interval '1 day'`;
  await tx.$executeRaw`
    UPDATE images SET unused_since = coalesce(unused_since, engine_now()), forget_at = engine_now() + interval '1 day'
    WHERE id = ANY(${left}::uuid[])`;
}

/** Whatever their owner can still send, bring back or go on writing. */
async function namedInMessages(tx: Queryable, ownerId: string, ids: readonly string[]) {
  return found(
    await tx.$queryRaw<{ id: string }[]>`
      WITH written AS (
        SELECT html || source || coalesce(document::text, '') AS text FROM messages WHERE owner_id = ${ownerId}::uuid
        UNION ALL
        SELECT v.html || v.source || coalesce(v.document::text, '') FROM message_versions v
          JOIN messages m ON m.id = v.message_id WHERE m.owner_id = ${ownerId}::uuid
        UNION ALL
        SELECT fields::text FROM message_drafts WHERE owner_id = ${ownerId}::uuid
      )
      SELECT i.id FROM unnest(${[...ids]}::uuid[]) AS i (id)
      WHERE EXISTS (SELECT 1 FROM written WHERE text ILIKE '%/api/images/' || i.id || '%')`,
  );
}

/** What runs have frozen. */
async function namedInEmails(tx: Queryable, ownerId: string, ids: readonly string[]) {
  if (ids.length === 0) return new Set<string>();
  return found(
    await tx.$queryRaw<{ id: string }[]>`
      SELECT i.id FROM unnest(${[...ids]}::uuid[]) AS i (id) WHERE EXISTS (
        SELECT 1 FROM attempts a WHERE a.owner_id = ${ownerId}::uuid AND a.html ILIKE '%/api/images/' || i.id || '%')`,
  );
}

function found(rows: { id: string }[]): Set<string> {
  return new Set(rows.map(({ id }) => id));
}
