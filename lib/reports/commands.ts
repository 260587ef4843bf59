import { cacheTags } from "@/lib/cache/tags";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import { database } from "@/lib/db";
import { jobOpened, openJob } from "@/lib/jobs/commands";
import { openTargetList } from "@/lib/lists/commands";
import type { TargetList } from "@/lib/lists/schema";
import { BULK } from "@/lib/recipients/bulk";
import type { BulkInput } from "@/lib/recipients/bulk-input";
import type { Changed } from "@/lib/recipients/chosen";
import type { ReportedFilter } from "@/lib/reports/deliveries-where";
import { countReported } from "@/lib/reports/reported-recipients";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

/**
 * Puts one's own recipients behind a figure of a report, as whoever did not open, into one's own list or a new one: a job
 * that can be undone. Whoever is a recipient no more is left out.
 */
export async function listReported(
  actor: Actor,
  filter: ReportedFilter,
  target: TargetList,
): Promise<CommandResult<Changed, "not_found" | "invalid" | "forbidden">> {
  const count = mayOwnMailings(actor) ? await countReported(database(), actor.id, filter) : 0;
  return withActor<Changed, "not_found" | "invalid">(actor, mayOwnMailings, async (tx) => {
    if (count === 0) return refused("not_found");
    const opened = await openTargetList(tx, actor.id, target);
    if (!opened.ok) return refused("invalid", { faults: opened.faults });
    const [list] = await tx.$queryRaw<{ name: string }[]>`
      SELECT name FROM lists WHERE id = ${opened.listId}::uuid AND owner_id = ${actor.id}::uuid FOR KEY SHARE`;
    if (list === undefined || opened.listId === null) return refused("not_found");
    const { listId, isNew } = opened;
    const input: BulkInput = {
      change: { what: "add", listId, name: list.name, isNew },
      target: { report: filter },
    };
    await openJob(tx, BULK, { ownerId: actor.id, input, total: count });
    return done({ count, queued: true }, { ...jobOpened, tags: [cacheTags.recipients(actor.id)] });
  });
}
