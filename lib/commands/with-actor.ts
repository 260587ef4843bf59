import type { Prisma } from "@prisma/client";
import { refused, type CommandResult } from "@/lib/commands/result";
import { database } from "@/lib/db";
import { isActive, lockPeople, type LockedUser } from "@/lib/users/locked-people";
import type { Actor } from "@/lib/users/policy";

/**
 * Runs a command in one transaction that holds the actor's row as it is now: their session may have been read before
 * they were blocked, lost the role or closed the account. Locks people before anything else.
 *
 * @param may the rule, asked of the session first and of the locked row again
 * @param timeout milliseconds that the transaction may take, where that is more than usual
 */
export async function withActor<T, Code extends string>(
  actor: Actor,
  may: (actor: Actor) => boolean,
  change: (tx: Prisma.TransactionClient, actor: LockedUser) => Promise<CommandResult<T, Code>>,
  timeout?: number,
): Promise<CommandResult<T, Code | "forbidden">> {
  if (!may(actor)) return refused("forbidden");
  return database().$transaction(
    async (tx) => {
      const now = (await lockPeople(tx, [actor.id])).get(actor.id);
      if (now === undefined || !isActive(now) || !may(now)) return refused("forbidden");
      return change(tx, now);
    },
    timeout === undefined ? {} : { timeout },
  );
}
