import { recordAudit } from "@/lib/audit/record";
import { isId } from "@/lib/commands/id";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { database, type Queryable } from "@/lib/db";
import { mailingTags } from "@/lib/mailings/own-mailing";
import { releaseOwner } from "@/lib/mailings/release";
import { isActive, isLastAdmin, lockPeople } from "@/lib/users/locked-people";
import { mayGiveRole, mayGiveRoles, roles, type Actor, type Role } from "@/lib/users/policy";

export type RoleRefusal =
  "not_found" | "forbidden" | "unknown_role" | "same_role" | "last_admin" | "account_closed";

/**
 * Gives a person another role; their sessions end. What they own stays theirs, held while the role owns no
 * mailings and released with one that does.
 * @param actor an admin other than the person, or the command line; the last admin stays one in any case
 */
export async function setRole(
  actor: Actor | "command line",
  userId: string,
  role: string,
): Promise<CommandResult<null, RoleRefusal>> {
  if (actor !== "command line" && !mayGiveRoles(actor)) return refused("not_found");
  if (!isId(userId)) return refused("not_found");
  const wanted = roles.find((known) => known === role);
  if (wanted === undefined) return refused("unknown_role");
  const actorId = actor === "command line" ? null : actor.id;
  return database().$transaction((tx) => changeRole(tx, actorId, userId, wanted));
}

async function changeRole(
  tx: Queryable,
  actorId: string | null,
  userId: string,
  role: Role,
): Promise<CommandResult<null, RoleRefusal>> {
  const people = await lockPeople(tx, actorId === null ? [userId] : [actorId, userId], true);
  const target = people.get(userId);
  if (target === undefined) return refused("not_found");
  if (actorId !== null) {
    // As they are now: the session may have been read before the right was lost.
    const actor = people.get(actorId);
    if (actor === undefined || !isActive(actor) || !mayGiveRole(actor, target)) return refused("forbidden");
  }
  if (target.closedAt !== null) return refused("account_closed");
  if (target.role === role) return refused("same_role");
  if (isLastAdmin(people, userId)) return refused("last_admin");
  const changed = await tx.$executeRaw`
    UPDATE users SET role = ${role}::role, session_version = session_version + 1, updated_at = engine_now()
    WHERE id = ${userId}::uuid AND role = ${target.role}::role`;
  if (changed === 0) return refused("not_found");
  await releaseOwner(tx, userId);
  await recordAudit(tx, {
    actorId,
    action: "role_changed",
    targetType: "user",
    targetId: userId,
    targetName: target.email,
    reason: null,
    detail: { from: target.role, to: role },
  });
  return done(null, { tags: mailingTags(userId), wake: true });
}
