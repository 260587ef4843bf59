import { cacheTags } from "@/lib/cache/tags";
import { isId } from "@/lib/commands/id";
import { refused, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import type { Queryable } from "@/lib/db";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

/**
 * Runs a command on a mailing by its owner. For a role that owns no mailings none exists: not_found, as for somebody
 * else's. The command locks the mailing's row and compares its owner itself.
 */
export async function byItsOwner<T, Code extends string>(
  actor: Actor,
  mailingId: string,
  change: (tx: Queryable) => Promise<CommandResult<T, Code>>,
  timeout?: number,
): Promise<CommandResult<T, Code | "forbidden" | "not_found">> {
  if (!mayOwnMailings(actor) || !isId(mailingId)) return refused("not_found");
  return withActor(actor, mayOwnMailings, change, timeout);
}

/** Every cached read that shows a mailing of this owner. */
export function mailingTags(ownerId: string): string[] {
  return [cacheTags.mailings(ownerId), cacheTags.figures()];
}
