import { cacheTags } from "@/lib/cache/tags";
import { isId } from "@/lib/commands/id";
import { done, refused, type Change, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import { database } from "@/lib/db";
import { openErasure, runErasure } from "@/lib/erasing/erase";
import { recipientTags } from "@/lib/recipients/commands";
import { lockPeople } from "@/lib/users/locked-people";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

/** Cached reads that an erasing makes old. */
export function erasureTags(ownerId: string): string[] {
  return [...recipientTags(ownerId), cacheTags.mailings(ownerId), cacheTags.figures()];
}

export interface Erased {
  /** False while emails of unknown outcome are stored; ticks complete it. */
  completed: boolean;
}

/** Erases everything stored of one's own recipient, for good. */
export async function eraseRecipient(
  actor: Actor,
  recipientId: string,
): Promise<CommandResult<Erased, "not_found" | "forbidden">> {
  const opened = await withActor<string, "not_found">(actor, mayOwnMailings, async (tx) => {
    const [found] = isId(recipientId)
      ? await tx.$queryRaw<{ email: string }[]>`
          SELECT email FROM recipients WHERE id = ${recipientId}::uuid AND owner_id = ${actor.id}::uuid`
      : [];
    return found === undefined ? refused("not_found") : done(await openErasure(tx, actor.id, found.email));
  });
  return opened.ok ? completed(actor.id, opened.value) : opened;
}

/** The same of an address, whether or not it is a recipient: for the command line, of accounts that are closed too. */
export async function eraseAddress(ownerId: string, email: string): Promise<Completed> {
  const id = await database().$transaction(async (tx) => {
    await lockPeople(tx, [ownerId]);
    return openErasure(tx, ownerId, email);
  });
  return completed(ownerId, id);
}

type Completed = { ok: true; value: Erased; changed: Change };

async function completed(ownerId: string, id: string): Promise<Completed> {
  return done({ completed: await runErasure(database(), id) }, { tags: erasureTags(ownerId) });
}
