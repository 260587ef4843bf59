import { cacheTags } from "@/lib/cache/tags";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import type { Queryable } from "@/lib/db";
import { MOST_KNOWN, type FieldInput, type FieldType } from "@/lib/fields/schema";
import { openJob } from "@/lib/jobs/commands";
import { BULK } from "@/lib/recipients/bulk";
import type { BulkInput } from "@/lib/recipients/bulk-input";
import { countUpTo } from "@/lib/recipients/found";
import { estimatedOf } from "@/lib/recipients/sample";
import { ALL_RECIPIENTS, ownedBy } from "@/lib/recipients/where";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

type Refusal = "invalid" | "not_found" | "forbidden";

const changed = (ownerId: string) => ({ tags: [cacheTags.recipients(ownerId)] });
const nameFault = (code: string) => refused("invalid", { faults: { name: code } });

/** Adds a field, which no recipient has a value of yet, unless an import brought more names than are listed. */
export async function createField(
  actor: Actor,
  { name, label, type }: FieldInput,
): Promise<CommandResult<{ id: string }, Refusal>> {
  return withActor<{ id: string }, Refusal>(actor, mayOwnMailings, async (tx) => {
    const [standing] = await tx.$queryRaw<{ known: number; removed: boolean }[]>`
      SELECT (SELECT count(*)::int FROM fields WHERE owner_id = ${actor.id}::uuid) AS known,
        EXISTS (SELECT 1 FROM jobs WHERE owner_id = ${actor.id}::uuid AND kind = ${BULK}
          AND status IN ('queued', 'running', 'paused')
          AND input -> 'change' ->> 'what' = 'remove_field' AND input -> 'change' ->> 'name' = ${name}) AS removed`;
    if (standing?.removed === true) return nameFault("field_being_removed");
    if ((standing?.known ?? 0) >= MOST_KNOWN) return nameFault("fields_full");
    const [made] = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO fields (owner_id, name, label, type)
      VALUES (${actor.id}::uuid, ${name}, ${label}, ${type}::field_type)
      ON CONFLICT (owner_id, name) DO NOTHING RETURNING id`;
    return made === undefined ? nameFault("field_known") : done(made, changed(actor.id));
  });
}

/** Changes what pages call a field. Its name stays: recipients' values and messages go by it. */
export async function labelField(
  actor: Actor,
  id: string,
  { label }: { label: string },
): Promise<CommandResult<null, Refusal>> {
  return withActor<null, Refusal>(actor, mayOwnMailings, async (tx) => {
    const count = await tx.$executeRaw`
      UPDATE fields SET label = ${label} WHERE id = ${id}::uuid AND owner_id = ${actor.id}::uuid`;
    return count === 0 ? refused("not_found") : done(null, changed(actor.id));
  });
}

/** Changes how a field's values are read and shown. The values themselves stay as they are, whether or not they fit. */
export async function changeFieldType(
  actor: Actor,
  id: string,
  { type }: { type: FieldType },
): Promise<CommandResult<null, Refusal>> {
  return withActor<null, Refusal>(actor, mayOwnMailings, async (tx) => {
    const count = await tx.$executeRaw`
      UPDATE fields SET type = ${type}::field_type WHERE id = ${id}::uuid AND owner_id = ${actor.id}::uuid`;
    return count === 0 ? refused("not_found") : done(null, changed(actor.id));
  });
}

/** Deletes a field at once and, as a job, the values that recipients have of it. */
export async function deleteField(
  actor: Actor,
  id: string,
): Promise<CommandResult<{ queued: boolean }, "not_found" | "forbidden">> {
  return withActor<{ queued: boolean }, "not_found">(actor, mayOwnMailings, async (tx) => {
    const [gone] = await tx.$queryRaw<{ name: string }[]>`
      DELETE FROM fields WHERE id = ${id}::uuid AND owner_id = ${actor.id}::uuid RETURNING name`;
    if (gone === undefined) return refused("not_found");
    const concerned = await concernedBy(tx, actor.id, gone.name);
    if (concerned === 0) return done({ queued: false }, changed(actor.id));
    const input: BulkInput = {
      change: { what: "remove_field", name: gone.name },
      target: { filter: ALL_RECIPIENTS },
    };
    await openJob(tx, BULK, { ownerId: actor.id, input, total: concerned });
    return done({ queued: true }, { ...changed(actor.id), job: true });
  });
}

/** How many recipients are gone through for values of a field; none where none has one, as far as 10,000 tell. */
async function concernedBy(tx: Queryable, ownerId: string, name: string): Promise<number> {
  const all = await countUpTo(tx, ownedBy(ownerId));
  if (all === null) return Math.round(await estimatedOf(tx, ownerId));
  const some = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM recipients r WHERE ${ownedBy(ownerId)} AND r.fields ? ${name} LIMIT 1`;
  return some.length === 0 ? 0 : all;
}
