import { recordAudit } from "@/lib/audit/record";
import type { AuditAction } from "@/lib/audit/schema";
import { openRetry, type OpenRefusal, type Retried } from "@/lib/attempts/retry";
import type { ChosenUncertain } from "@/lib/attempts/uncertain-input";
import { isId } from "@/lib/commands/id";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { database, type Queryable } from "@/lib/db";
import { byItsOwner, mailingTags } from "@/lib/mailings/own-mailing";
import { mayControlMailing } from "@/lib/mailings/policy";
import { lockMailing } from "@/lib/sending/plan-attempt";
import { restateAttempt } from "@/lib/sending/prove-accepted";
import { uncertainOf } from "@/lib/sending/retriable";
import type { Actor } from "@/lib/users/policy";

/** One statement, so that a million are all resolved or none. */
const MILLION_TIMEOUT = 120_000;

export type TreatRefusal = "not_found" | "forbidden" | "attempt_open" | "nothing_uncertain";

export interface Treated {
  /** How many were uncertain until now. */
  count: number;
}

/**
 * Closes uncertain deliveries of a closed attempt as accepted, by their owner's word. Those that a retry has taken up stay
 * as they are. The attempt's figures and status follow; it is never reopened.
 */
export async function treatAsAccepted(
  actor: Actor,
  attemptId: string,
  chosen: ChosenUncertain,
): Promise<CommandResult<Treated, TreatRefusal>> {
  const attempt = isId(attemptId) ? await mailingOf(attemptId) : null;
  if (attempt === null) return refused("not_found");
  const change = async (tx: Queryable): Promise<CommandResult<Treated, TreatRefusal>> => {
    const mailing = await lockMailing(tx, attempt.mailingId, "wait");
    if (mailing === null || !mayControlMailing(actor, mailing)) return refused("not_found");
    if (!(await lockSettled(tx, attemptId))) return refused("attempt_open");
    const count = await accept(tx, actor.id, attemptId, chosen);
    if (count === 0) return refused("nothing_uncertain");
    await restateAttempt(tx, attemptId, count);
    await note(tx, "uncertain_accepted", { actor, attemptId, mailingId: mailing.id, count });
    return done({ count }, { tags: mailingTags(mailing.ownerId) });
  };
  return byItsOwner<Treated, TreatRefusal>(actor, attempt.mailingId, change, MILLION_TIMEOUT);
}

/**
 * Sends uncertain deliveries of a closed attempt again, by their owner's word: as a retry, which whoever got the first
 * email may receive twice. They stay uncertain, unless proof of them comes; before they go out again, it cancels that.
 */
export async function sendAgain(
  actor: Actor,
  { attemptId, startId, chosen }: { attemptId: string; startId: string; chosen: ChosenUncertain },
): Promise<CommandResult<Retried, OpenRefusal | "nothing_uncertain">> {
  if (!isId(attemptId)) return refused("not_found");
  const ids = idsOf(chosen);
  const request = { attemptId, startId };
  const found = uncertainOf(attemptId, ids);
  return openRetry(actor, request, {
    ...{ found, none: "nothing_uncertain", uncertain: ids },
    record: async (tx, mailing) => {
      const [{ count } = { count: 0 }] = await tx.$queryRaw<
        { count: number }[]
      >`SELECT count(*)::int AS count ${found}`;
      await note(tx, "uncertain_sent_again", { actor, attemptId, mailingId: mailing.id, count });
    },
  });
}

/** How many deliveries of an attempt somebody has to decide on; whoever calls has asked whether it may be seen. */
export async function uncertainCount(attemptId: string): Promise<number> {
  const [row] = await database().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count ${uncertainOf(attemptId, [])}`;
  return row?.count ?? 0;
}

function idsOf(chosen: ChosenUncertain): readonly string[] {
  return chosen === "all" ? [] : chosen;
}

async function mailingOf(attemptId: string): Promise<{ mailingId: string } | null> {
  return database().attempt.findUnique({ where: { id: attemptId }, select: { mailingId: true } });
}

/** False for one that is open, or of which a retry still plans whom of the uncertain ones it takes up. */
async function lockSettled(tx: Queryable, attemptId: string): Promise<boolean> {
  const locked = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM attempts WHERE id = ${attemptId}::uuid AND closed_at IS NOT NULL FOR NO KEY UPDATE`;
  if (locked.length === 0) return false;
  const planning = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM attempts WHERE retry_of_id = ${attemptId}::uuid AND retry_uncertain AND status = 'planning'`;
  return planning.length === 0;
}

/** Batches first, as everybody locks them. */
async function accept(
  tx: Queryable,
  actorId: string,
  attemptId: string,
  chosen: ChosenUncertain,
): Promise<number> {
  const found = uncertainOf(attemptId, idsOf(chosen));
  await tx.$executeRaw`
    SELECT 1 FROM batches WHERE id IN (SELECT b.id ${found}) ORDER BY id FOR UPDATE`;
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    WITH resolved AS (
      UPDATE deliveries SET status = 'accepted', resolved_at = (SELECT engine_now()), resolved_by_id = ${actorId}::uuid
      WHERE id IN (SELECT d.id ${found}) AND status = 'uncertain'
      RETURNING batch_id
    ), counted AS (SELECT batch_id, count(*)::int AS count FROM resolved GROUP BY batch_id), moved AS (
      UPDATE batches b SET accepted = b.accepted + counted.count, uncertain = b.uncertain - counted.count
      FROM counted WHERE b.id = counted.batch_id
      RETURNING counted.count
    )
    SELECT coalesce(sum(count), 0)::int AS count FROM moved`;
  return row?.count ?? 0;
}

interface Note {
  actor: Actor;
  attemptId: string;
  mailingId: string;
  count: number;
}

async function note(
  tx: Queryable,
  action: AuditAction,
  { actor, attemptId, mailingId, count }: Note,
): Promise<void> {
  const [mailing] = await tx.$queryRaw<
    { name: string }[]
  >`SELECT name FROM mailings WHERE id = ${mailingId}::uuid`;
  await recordAudit(tx, {
    ...{ actorId: actor.id, action, targetType: "mailing", targetId: mailingId },
    ...{ targetName: mailing?.name ?? "", reason: null },
    detail: { attempt: attemptId, count: String(count) },
  });
}
