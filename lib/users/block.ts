import { recordAudit } from "@/lib/audit/record";
import { isId } from "@/lib/commands/id";
import { cleanReason } from "@/lib/commands/reason";
import { done, refused, type CommandResult, type Change as Changed } from "@/lib/commands/result";
import { database, type Queryable } from "@/lib/db";
import { mailingTags } from "@/lib/mailings/own-mailing";
import { releaseOwner } from "@/lib/mailings/release";
import { isActive, lockPeople, type LockedUser } from "@/lib/users/locked-people";
import { mayBlock, mayListUsers, type Actor } from "@/lib/users/policy";

export type BlockRefusal =
  "not_found" | "forbidden" | "reason_required" | "already_blocked" | "not_blocked" | "account_closed";

export interface BlockRequest {
  userId: string;
  reason: string;
}

/**
 * Shuts a person out: sessions end at their next request, and Mark lets nothing of theirs go out from here on.
 * Who signs in with the right password reads the reason.
 */
export async function blockUser(
  actor: Actor,
  request: BlockRequest,
): Promise<CommandResult<null, BlockRefusal>> {
  return onAnother(actor, request, "user_blocked", async (tx, reason) => {
    const blocked = await tx.$executeRaw`
      UPDATE users SET blocked_at = engine_now(), blocked_by_id = ${actor.id}::uuid, blocked_reason = ${reason},
        session_version = session_version + 1, updated_at = engine_now()
      WHERE id = ${request.userId}::uuid AND blocked_at IS NULL`;
    return blocked === 1 ? done(null, changeOf(request.userId)) : refused("already_blocked");
  });
}

/** Undoes a block completely: they may sign in, and their mailings go on. */
export async function unblockUser(
  actor: Actor,
  request: BlockRequest,
): Promise<CommandResult<null, BlockRefusal>> {
  return onAnother(actor, request, "user_unblocked", async (tx) => {
    const unblocked = await tx.$executeRaw`
      UPDATE users SET blocked_at = NULL, blocked_by_id = NULL, blocked_reason = NULL, updated_at = engine_now()
      WHERE id = ${request.userId}::uuid AND blocked_at IS NOT NULL`;
    if (unblocked === 0) return refused("not_blocked");
    await releaseOwner(tx, request.userId);
    return done(null, changeOf(request.userId));
  });
}

type Change = (tx: Queryable, reason: string) => Promise<CommandResult<null, BlockRefusal>>;

async function onAnother(
  actor: Actor,
  { userId, reason: typed }: BlockRequest,
  action: "user_blocked" | "user_unblocked",
  change: Change,
): Promise<CommandResult<null, BlockRefusal>> {
  if (!mayListUsers(actor) || !isId(userId)) return refused("not_found");
  const reason = cleanReason(typed);
  if (reason === "") return refused("reason_required");
  return database().$transaction(async (tx) => {
    const people = await lockPeople(tx, [actor.id, userId]);
    const target = people.get(userId);
    if (target === undefined) return refused("not_found");
    if (!mayNow(people.get(actor.id), target)) return refused("forbidden");
    if (target.closedAt !== null) return refused("account_closed");
    const changed = await change(tx, reason);
    if (changed.ok) {
      const who = { actorId: actor.id, targetType: "user", targetId: userId } as const;
      await recordAudit(tx, { ...who, action, targetName: target.email, reason });
    }
    return changed;
  });
}

/** Asked of the actor as they are now: their session may have been read before they lost the right. */
function mayNow(actor: LockedUser | undefined, target: LockedUser): boolean {
  return actor !== undefined && isActive(actor) && mayBlock(actor, target);
}

/** Their mailings look different now, and what was held may have to go out. */
function changeOf(userId: string): Changed {
  return { tags: mailingTags(userId), wake: true };
}
