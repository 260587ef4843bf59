import { isId } from "@/lib/commands/id";
import { done, refused, type Change, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import { database } from "@/lib/db";
import { openErasure } from "@/lib/erasing/erase";
import { erasingJob, erasureTags } from "@/lib/erasing/job";
import { jobOpened } from "@/lib/jobs/commands";
import { runJob } from "@/lib/jobs/run";
import { lockPeople } from "@/lib/users/locked-people";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

/** Milliseconds for which whoever erases somebody waits. */
const LONGEST_WAIT = 20_000;

export interface Erased {
  /** False while emails of unknown outcome are stored, or files are read; its job completes it. */
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

/** As far as it goes at once: whoever asked sees the end of it where there is nothing to wait for. */
async function completed(ownerId: string, id: string): Promise<Completed> {
  const report = (message: string, error: unknown) => console.error(message, error);
  const host = { db: database(), kinds: [erasingJob], changed: async () => undefined, report };
  const { status } = await runJob(host, id, LONGEST_WAIT);
  return done({ completed: status === "succeeded" }, { ...jobOpened, tags: erasureTags(ownerId) });
}
