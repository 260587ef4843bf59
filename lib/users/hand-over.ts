import { recordAudit } from "@/lib/audit/record";
import { cacheTags } from "@/lib/cache/tags";
import { isId } from "@/lib/commands/id";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { database, type Queryable } from "@/lib/db";
import { mailingTags } from "@/lib/mailings/own-mailing";
import { isActive, lockPeople } from "@/lib/users/locked-people";
import { moveThings } from "@/lib/users/move-things";
import { mayBeHeir, mayHandOver, mayHandOverAtAll, type Actor } from "@/lib/users/policy";

export type HandOverRefusal =
  "not_found" | "forbidden" | "no_heir" | "not_held" | "account_closed" | "owner_attempt_open";

const noHeir = { faults: { heirEmail: "no_heir" } };

/** Ms. A hundred thousand recipients take seconds. */
const LONGEST = 120_000;

/**
 * Gives what a person owns, and by their role may not use, to somebody whose role may; the mailings go on under the
 * heir. Refused while an attempt is open, whose mails carry the former sender.
 * @param heirEmail address of an account, in lower case
 */
export async function handOver(
  actor: Actor,
  { userId, heirEmail }: { userId: string; heirEmail: string },
): Promise<CommandResult<null, HandOverRefusal>> {
  if (!mayHandOverAtAll(actor) || !isId(userId)) return refused("not_found");
  const heir = await database().user.findUnique({ where: { email: heirEmail }, select: { id: true } });
  if (heir === null) return refused("no_heir", noHeir);
  return database().$transaction((tx) => move(tx, actor.id, userId, heir.id), { timeout: LONGEST });
}

async function move(
  tx: Queryable,
  actorId: string,
  userId: string,
  heirId: string,
): Promise<CommandResult<null, HandOverRefusal>> {
  const people = await lockPeople(tx, [actorId, userId, heirId]);
  const [actor, from, heir] = [people.get(actorId), people.get(userId), people.get(heirId)];
  if (from === undefined) return refused("not_found");
  // As they are now: a session may have been read before a right was lost.
  if (actor === undefined || !isActive(actor) || !mayHandOverAtAll(actor)) return refused("forbidden");
  if (from.closedAt !== null) return refused("account_closed");
  if (!mayHandOver(actor, from)) return refused("not_held");
  if (heir === undefined || heir.id === from.id || !isActive(heir) || !mayBeHeir(heir))
    return refused("no_heir", noHeir);
  // Whoever adds a row for one of the two waits until this is over.
  await tx.$executeRaw`SELECT 1 FROM users WHERE id IN (${userId}::uuid, ${heirId}::uuid) ORDER BY id FOR UPDATE`;
  // The planner looks for a mailing's owner with its row locked.
  await tx.$executeRaw`SELECT 1 FROM mailings WHERE owner_id = ${userId}::uuid ORDER BY id FOR UPDATE`;
  if (await hasOpenAttempt(tx, userId)) return refused("owner_attempt_open");
  await moveThings(tx, userId, heirId);
  await recordAudit(tx, {
    actorId,
    action: "things_handed_over",
    targetType: "user",
    targetId: userId,
    targetName: from.email,
    reason: null,
    detail: { heir: heir.email },
  });
  const tags = [userId, heirId].flatMap((id) => [
    ...mailingTags(id),
    cacheTags.recipients(id),
    cacheTags.messages(id),
  ]);
  return done(null, { tags, wake: true });
}

async function hasOpenAttempt(tx: Queryable, ownerId: string): Promise<boolean> {
  const found = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM attempts a JOIN mailings m ON m.id = a.mailing_id
    WHERE m.owner_id = ${ownerId}::uuid AND a.status IN ('planning', 'sending') LIMIT 1`;
  return found.length > 0;
}
