import { cacheTags } from "@/lib/cache/tags";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import type { Queryable } from "@/lib/db";
import { listName, type TargetList } from "@/lib/lists/schema";
import { isUniqueViolation } from "@/lib/unique-violation";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

type Refusal = "invalid" | "not_found" | "forbidden";

const nameTaken = () => refused("invalid", { faults: { name: "list_name_taken" } });
const changed = (ownerId: string) => ({ tags: [cacheTags.recipients(ownerId)] });

export async function createList(
  actor: Actor,
  { name }: { name: string },
): Promise<CommandResult<{ id: string }, Refusal>> {
  return withActor<{ id: string }, Refusal>(actor, mayOwnMailings, async (tx) => {
    const [made] = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO lists (id, owner_id, name, updated_at) VALUES (uuid_v7(), ${actor.id}::uuid, ${name}, now())
      ON CONFLICT (owner_id, name) DO NOTHING RETURNING id`;
    return made === undefined ? nameTaken() : done(made, changed(actor.id));
  });
}

export async function renameList(
  actor: Actor,
  listId: string,
  { name }: { name: string },
): Promise<CommandResult<null, Refusal>> {
  try {
    return await withActor<null, Refusal>(actor, mayOwnMailings, async (tx) => {
      const count = await tx.$executeRaw`
        UPDATE lists SET name = ${name}, updated_at = now()
        WHERE id = ${listId}::uuid AND owner_id = ${actor.id}::uuid`;
      return count === 0 ? refused("not_found") : done(null, changed(actor.id));
    });
  } catch (error) {
    if (isUniqueViolation(error)) return nameTaken();
    throw error;
  }
}

/** Deletes a list; its members stay recipients, and mailings that went to it go to the rest of theirs. */
export async function deleteList(
  actor: Actor,
  listId: string,
): Promise<CommandResult<null, "not_found" | "forbidden">> {
  return withActor<null, "not_found">(actor, mayOwnMailings, async (tx) => {
    const count = await tx.$executeRaw`
      DELETE FROM lists WHERE id = ${listId}::uuid AND owner_id = ${actor.id}::uuid`;
    if (count === 0) return refused("not_found");
    // It went out of the mailings that went to it.
    const tags = [cacheTags.recipients(actor.id), cacheTags.mailings(actor.id), cacheTags.figures()];
    return done(null, { tags });
  });
}

/**
 * The list that recipients go into: null for none; a new one's name that is there already is that list.
 * @returns the fault beside its field where there is none to go into
 */
export async function openTargetList(
  tx: Queryable,
  ownerId: string,
  { list, newList }: TargetList,
): Promise<
  { ok: true; listId: string | null; isNew: boolean } | { ok: false; faults: Record<string, string> }
> {
  if (list === "") return { ok: true, listId: null, isNew: false };
  if (list !== "new") {
    const own = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM lists WHERE id = ${list}::uuid AND owner_id = ${ownerId}::uuid`;
    if (own.length === 0) return { ok: false, faults: { list: "list_gone" } };
    return { ok: true, listId: list, isNew: false };
  }
  const name = listName.safeParse(newList);
  if (!name.success) return { ok: false, faults: { newList: name.error.issues[0]?.message ?? "invalid" } };
  // The assignment changes nothing: without it, what is there already would not be returned.
  const [opened] = await tx.$queryRaw<{ id: string; isNew: boolean }[]>`
    INSERT INTO lists (id, owner_id, name, updated_at) VALUES (uuid_v7(), ${ownerId}::uuid, ${name.data}, now())
    ON CONFLICT (owner_id, name) DO UPDATE SET name = excluded.name RETURNING id, xmax = 0 AS "isNew"`;
  return { ok: true, listId: opened?.id ?? null, isNew: opened?.isNew ?? false };
}
