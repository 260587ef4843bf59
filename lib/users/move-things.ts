import type { Queryable } from "@/lib/db";
import { cancelJobsOf } from "@/lib/jobs/cancel";

/**
 * Makes everything that one person owns another's: mailings with their attempts, messages with their images, fields, lists, recipients,
 * suppressions and jobs. Must run in a transaction that has locked both people against new rows of theirs, and in
 * which none of the mailings has an open attempt. Articles stay their author's.
 */
export async function moveThings(tx: Queryable, from: string, to: string): Promise<void> {
  // Before anything that they change: a step that is being written is waited for, and none follows. What was asked for was
  // the former owner's wish; what came of it is listed with the things.
  await cancelJobsOf(tx, from);
  await tx.$executeRaw`UPDATE jobs SET owner_id = ${to}::uuid WHERE owner_id = ${from}::uuid`;
  // The attempts with their mailings: links in mails that went out unsubscribe from whoever owns the attempt.
  await tx.$executeRaw`UPDATE attempts SET owner_id = ${to}::uuid WHERE owner_id = ${from}::uuid`;
  await tx.$executeRaw`UPDATE mailings SET owner_id = ${to}::uuid, updated_at = engine_now() WHERE owner_id = ${from}::uuid`;
  // Versions belong to their message.
  await tx.$executeRaw`UPDATE messages SET owner_id = ${to}::uuid WHERE owner_id = ${from}::uuid`;
  await tx.$executeRaw`UPDATE message_drafts SET owner_id = ${to}::uuid WHERE owner_id = ${from}::uuid`;
  await moveImages(tx, from, to);
  await moveFields(tx, from, to);
  await pauseToEverybody(tx, from, to);
  await mergeRecipients(tx, from, to);
  await moveLists(tx, from, to);
  await moveErasings(tx, from, to);
  await moveSuppressions(tx, from, to);
}

/**
 * Everybody is more people than whoever made the mailing meant, once the recipients of two are one's. So mailings to everybody
 * are paused until the heir resumes them. Excluded lists belong to their mailing, and come along with it.
 */
async function pauseToEverybody(tx: Queryable, from: string, to: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE mailings SET paused_at = engine_now()
    WHERE owner_id = ${to}::uuid AND to_everybody AND paused_at IS NULL AND archived_at IS NULL AND status <> 'finished'
      AND EXISTS (SELECT 1 FROM recipients WHERE owner_id = ${from}::uuid)`;
}

/** Of one file that both have stored, messages of both show their own. */
async function moveImages(tx: Queryable, from: string, to: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE images i SET owner_id = ${to}::uuid, source_hash = CASE WHEN EXISTS (
        SELECT 1 FROM images mine WHERE mine.owner_id = ${to}::uuid AND mine.source_hash = i.source_hash
          AND mine.purpose = 'message') THEN NULL ELSE i.source_hash END
    WHERE i.owner_id = ${from}::uuid AND i.purpose = 'message'`;
}

/** Whom one of the two erased, the heir does not import either. */
async function moveErasings(tx: Queryable, from: string, to: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO erased_addresses (owner_id, hash, erased_at)
    SELECT ${to}::uuid, hash, erased_at FROM erased_addresses WHERE owner_id = ${from}::uuid ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`DELETE FROM erased_addresses WHERE owner_id = ${from}::uuid`;
}

/** Of two fields of one name the heir's stays. */
async function moveFields(tx: Queryable, from: string, to: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO fields (owner_id, name, label, type, created_at)
    SELECT ${to}::uuid, name, label, type, created_at FROM fields WHERE owner_id = ${from}::uuid ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`DELETE FROM fields WHERE owner_id = ${from}::uuid`;
}

/** One address is one recipient of an owner: of two, the heir's stays, with what only the other one knew. */
async function mergeRecipients(tx: Queryable, from: string, to: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE recipients mine SET name = coalesce(nullif(mine.name, ''), other.name),
      comment = coalesce(nullif(mine.comment, ''), other.comment), fields = other.fields || mine.fields
    FROM recipients other
    WHERE mine.owner_id = ${to}::uuid AND other.owner_id = ${from}::uuid AND other.email = mine.email`;
  await tx.$executeRaw`
    INSERT INTO list_members (list_id, recipient_id)
    SELECT m.list_id, mine.id FROM list_members m JOIN recipients other ON other.id = m.recipient_id
      JOIN recipients mine ON mine.email = other.email AND mine.owner_id = ${to}::uuid
    WHERE other.owner_id = ${from}::uuid ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`
    INSERT INTO mailing_recipients (mailing_id, recipient_id)
    SELECT m.mailing_id, mine.id FROM mailing_recipients m JOIN recipients other ON other.id = m.recipient_id
      JOIN recipients mine ON mine.email = other.email AND mine.owner_id = ${to}::uuid
    WHERE other.owner_id = ${from}::uuid ON CONFLICT DO NOTHING`;
  // What was delivered to the one stands in the timeline of the other from here on.
  await tx.$executeRaw`
    UPDATE deliveries d SET recipient_id = mine.id
    FROM recipients other JOIN recipients mine ON mine.email = other.email AND mine.owner_id = ${to}::uuid
    WHERE other.owner_id = ${from}::uuid AND d.recipient_id = other.id`;
  await tx.$executeRaw`
    DELETE FROM recipients other USING recipients mine
    WHERE other.owner_id = ${from}::uuid AND mine.owner_id = ${to}::uuid AND mine.email = other.email`;
  await tx.$executeRaw`UPDATE recipients SET owner_id = ${to}::uuid WHERE owner_id = ${from}::uuid`;
}

/** Lists of one name stay two: merged, the heir's mailings would reach people that nobody chose for them. */
async function moveLists(tx: Queryable, from: string, to: string): Promise<void> {
  const rows = await tx.$queryRaw<{ id: string; name: string; mine: boolean }[]>`
    SELECT id, name, owner_id = ${to}::uuid AS mine FROM lists
    WHERE owner_id IN (${from}::uuid, ${to}::uuid) ORDER BY created_at, id FOR UPDATE`;
  const taken = new Set(rows.filter(({ mine }) => mine).map(({ name }) => name));
  // Not only what the heir has: a new name must not be one of those that come along.
  const all = new Set(rows.map(({ name }) => name));
  for (const { id, name } of rows.filter(({ mine }) => !mine)) {
    const unlike = taken.has(name) ? freeName(name, all) : name;
    all.add(unlike);
    await tx.$executeRaw`
      UPDATE lists SET owner_id = ${to}::uuid, name = ${unlike}, updated_at = engine_now() WHERE id = ${id}::uuid`;
  }
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let n = 2; ; n += 1) if (!taken.has(`${name} (${n})`)) return `${name} (${n})`;
}

/** Whoever one of the two must not write to, the heir must not; of two reasons the recipient's own word stays. */
async function moveSuppressions(tx: Queryable, from: string, to: string): Promise<void> {
  // Last, and with the table: who unsubscribes at this moment by a link of the former owner waits here and then
  // finds the attempt's new one (lib/sending/suppress.ts). Nobody who holds this lock waits for another of ours.
  await tx.$executeRaw`LOCK TABLE suppressions IN SHARE ROW EXCLUSIVE MODE`;
  await tx.$executeRaw`
    UPDATE suppressions mine SET reason = other.reason, note = other.note, delivery_id = other.delivery_id,
      created_at = other.created_at
    FROM suppressions other
    WHERE mine.owner_id = ${to}::uuid AND other.owner_id = ${from}::uuid AND other.email = mine.email
      AND mine.lifted_at IS NULL AND other.lifted_at IS NULL
      AND mine.reason IN ('bounced', 'manual') AND other.reason IN ('unsubscribed', 'complained')`;
  await tx.$executeRaw`
    WITH gone AS (
      DELETE FROM suppressions other USING suppressions mine
      WHERE other.owner_id = ${from}::uuid AND mine.owner_id = ${to}::uuid AND mine.email = other.email
        AND mine.lifted_at IS NULL AND other.lifted_at IS NULL
      RETURNING other.*, (mine.reason, mine.created_at) = (other.reason, other.created_at) AS taken_over
    )
    INSERT INTO earlier_suppressions (owner_id, email, reason, note, delivery_id, set_by_id, created_at)
    SELECT ${to}::uuid, email, reason, note, delivery_id, set_by_id, created_at FROM gone WHERE NOT taken_over`;
  await tx.$executeRaw`UPDATE suppressions SET owner_id = ${to}::uuid WHERE owner_id = ${from}::uuid`;
  await tx.$executeRaw`UPDATE earlier_suppressions SET owner_id = ${to}::uuid WHERE owner_id = ${from}::uuid`;
}
