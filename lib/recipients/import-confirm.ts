import { isId } from "@/lib/commands/id";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import { jobOpened } from "@/lib/jobs/commands";
import { openTargetList } from "@/lib/lists/commands";
import { recipientTags } from "@/lib/recipients/commands";
import { importInput, type ImportInput } from "@/lib/recipients/import-input";
import { IMPORT } from "@/lib/recipients/import-job";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

/** Has a file imported whose check waits for this word. What the check has stored makes room for the report. */
export function confirmImport(
  actor: Actor,
  id: string,
): Promise<CommandResult<null, "not_found" | "job_not_held" | "forbidden">> {
  return withActor<null, "not_found" | "job_not_held">(actor, mayOwnMailings, async (tx) => {
    if (!isId(id)) return refused("not_found");
    const [job] = await tx.$queryRaw<{ asks: boolean; input: unknown }[]>`
      SELECT asks, input FROM jobs
      WHERE id = ${id}::uuid AND owner_id = ${actor.id}::uuid AND kind = ${IMPORT} FOR UPDATE`;
    if (job === undefined) return refused("not_found");
    if (!job.asks) return refused("job_not_held");
    const { newList, ...checked } = importInput.parse(job.input);
    const input: ImportInput = { ...checked, stage: "confirmed" };
    if (newList !== undefined) {
      const opened = await openTargetList(tx, actor.id, { list: "new", newList });
      if (!opened.ok) throw new Error("A list's name was taken once and is refused now.");
      input.listId = opened.listId;
    }
    await tx.$executeRaw`DELETE FROM import_chunks WHERE job_id = ${id}::uuid`;
    await tx.$executeRaw`
      UPDATE jobs SET status = 'queued', asks = FALSE, input = ${JSON.stringify(input)}::jsonb, state = '{}', done = 0, counts = '{}',
        available_at = engine_now()
      WHERE id = ${id}::uuid AND asks`;
    return done(null, { ...jobOpened, tags: recipientTags(actor.id) });
  });
}
