import { cacheTags } from "@/lib/cache/tags";
import { lockOwned } from "@/lib/commands/lock-owned";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import type { Queryable } from "@/lib/db";
import { readEmail } from "@/lib/email-address";
import { erasedAmong, readmit } from "@/lib/erasing/erased-among";
import { openTargetList } from "@/lib/lists/commands";
import type { TargetList } from "@/lib/lists/schema";
import { openBulk, type Changed, type ChosenRefusal } from "@/lib/recipients/chosen";
import { chosenWhere } from "@/lib/recipients/where";
import { readFields } from "@/lib/recipients/form-fields";
import type { Chosen } from "@/lib/recipients/chosen-input";
import type { RecipientInput } from "@/lib/recipients/schema";
import { carrySuppressionOver } from "@/lib/sending/carry-suppression-over";
import { isUniqueViolation } from "@/lib/unique-violation";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

type Refusal = "invalid" | "not_found" | "forbidden" | "changed_meanwhile";

/** What shows one's recipients, or counts them for everybody. */
export function recipientTags(ownerId: string): string[] {
  return [cacheTags.recipients(ownerId), cacheTags.clients()];
}

const emailTaken = () => refused("invalid", { faults: { email: "email_taken" } });
const listGone = () => refused("invalid", { faults: { lists: "list_gone" } });

/** Adds a recipient, as a member of some of the owner's lists. */
export async function createRecipient(
  actor: Actor,
  input: RecipientInput,
): Promise<CommandResult<{ id: string }, Refusal>> {
  return withActor<{ id: string }, Refusal>(actor, mayOwnMailings, async (tx) => {
    if (!(await ownsLists(tx, actor.id, input.lists))) return listGone();
    const erased = await erasedFault(tx, actor.id, input);
    if (erased !== null) return erased;
    const fields = await readFields(tx, actor.id, input.fields);
    if (!fields.ok) return refused("invalid", { faults: fields.faults });
    const [made] = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO recipients (owner_id, email, name, comment, fields)
      VALUES (${actor.id}::uuid, ${input.email}, ${input.name}, ${input.comment}, ${fields.json}::jsonb)
      ON CONFLICT (owner_id, email) DO NOTHING RETURNING id`;
    if (made === undefined) return emailTaken();
    await setLists(tx, made.id, input.lists);
    await fields.register();
    return done(made, { tags: recipientTags(actor.id) });
  });
}

export interface EditedRecipient {
  id: string;
  /** `updatedAt` of what the form showed, in milliseconds: whoever saved since wins. */
  version: number;
}

/** Changes a recipient. Suppressed by their own wish or by hand, they stay so at another address. */
export async function updateRecipient(
  actor: Actor,
  { id, version }: EditedRecipient,
  input: RecipientInput,
): Promise<CommandResult<{ id: string }, Refusal>> {
  try {
    return await withActor<{ id: string }, Refusal>(actor, mayOwnMailings, async (tx) => {
      if (!(await lockOwned(tx, "recipient", id, actor.id))) return refused("not_found");
      if (!(await ownsLists(tx, actor.id, input.lists))) return listGone();
      const before = await addressOf(tx, id);
      if (before !== input.email && !readEmail(input.email).ok)
        return refused("invalid", { faults: { email: "email_invalid" } });
      const erased = before === input.email ? null : await erasedFault(tx, actor.id, input);
      if (erased !== null) return erased;
      const fields = await readFields(tx, actor.id, input.fields, id);
      if (!fields.ok) return refused("invalid", { faults: fields.faults });
      const count = await tx.$executeRaw`
        UPDATE recipients SET email = ${input.email}, name = ${input.name}, comment = ${input.comment},
          fields = ${fields.json}::jsonb, updated_at = now()
        WHERE id = ${id}::uuid AND owner_id = ${actor.id}::uuid
          AND date_trunc('milliseconds', updated_at) = ${new Date(version)}`;
      if (count === 0) return refused("changed_meanwhile");
      await setLists(tx, id, input.lists);
      await fields.register();
      if (before !== input.email)
        await carrySuppressionOver(tx, { ownerId: actor.id, from: before, to: input.email });
      return done({ id }, { tags: recipientTags(actor.id) });
    });
  } catch (error) {
    if (isUniqueViolation(error)) return emailTaken();
    throw error;
  }
}

type ChangedChosen = CommandResult<Changed, ChosenRefusal | "invalid" | "forbidden">;

/**
 * Deletes one's own recipients; what they were sent stays in the attempts. As of each of these commands: who is ticked, at
 * once; all that a filter finds, as a job.
 */
export async function deleteRecipients(actor: Actor, chosen: Chosen): Promise<ChangedChosen> {
  return withActor<Changed, ChosenRefusal>(actor, mayOwnMailings, async (tx) => {
    if (!("ids" in chosen)) return openBulk(tx, actor.id, { what: "delete" }, chosen);
    // In the order in which imports lock them: each would wait for the other.
    const count = await tx.$executeRaw`
      DELETE FROM recipients WHERE id IN (
        SELECT id FROM recipients WHERE owner_id = ${actor.id}::uuid AND id = ANY(${chosen.ids}::uuid[])
        ORDER BY email COLLATE "C" FOR UPDATE)`;
    if (count === 0) return refused("not_found");
    // Mailings that had chosen them have lost them.
    const tags = [...recipientTags(actor.id), cacheTags.mailings(actor.id), cacheTags.figures()];
    return done({ count, queued: false }, { tags });
  });
}

/** Adds one's own recipients to one's own list, or to a new one; who is in it already stays. */
export async function addToList(actor: Actor, target: TargetList, chosen: Chosen): Promise<ChangedChosen> {
  return withActor<Changed, ChosenRefusal | "invalid">(actor, mayOwnMailings, async (tx) => {
    const opened = await openTargetList(tx, actor.id, target);
    if (!opened.ok) return refused("invalid", { faults: opened.faults });
    const list = opened.listId === null ? null : await lockList(tx, opened.listId, actor.id);
    if (list === null) return refused("not_found");
    const { isNew } = opened;
    const tags = [cacheTags.recipients(actor.id)];
    if (!("ids" in chosen)) {
      const asked = await openBulk(tx, actor.id, { what: "add", ...list, isNew }, chosen);
      return asked.ok ? { ...asked, changed: { ...asked.changed, tags } } : asked;
    }
    const count = await tx.$executeRaw`
      INSERT INTO list_members (list_id, recipient_id)
      SELECT ${list.listId}::uuid, r.id FROM recipients r WHERE ${chosenWhere(actor.id, chosen)} ORDER BY r.id
      ON CONFLICT DO NOTHING`;
    return done({ count, queued: false }, { tags });
  });
}

/** Takes recipients out of one's own list; they stay recipients. */
export async function removeFromList(actor: Actor, listId: string, chosen: Chosen): Promise<ChangedChosen> {
  return withActor<Changed, ChosenRefusal>(actor, mayOwnMailings, async (tx) => {
    const list = await lockList(tx, listId, actor.id);
    if (list === null) return refused("not_found");
    if (!("ids" in chosen)) return openBulk(tx, actor.id, { what: "remove", ...list }, chosen);
    const count = await tx.$executeRaw`
      DELETE FROM list_members WHERE list_id = ${listId}::uuid AND recipient_id = ANY(${chosen.ids}::uuid[])`;
    return done({ count, queued: false }, { tags: recipientTags(actor.id) });
  });
}

/** Whoever was erased comes in again where somebody says that they agreed anew. */
async function erasedFault(tx: Queryable, ownerId: string, { email, again }: RecipientInput) {
  if (!(await erasedAmong(tx, ownerId, [email])).has(email)) return null;
  if (again === undefined) return refused("invalid", { faults: { email: "address_erased" } });
  if (await readmit(tx, ownerId, email)) return null;
  return refused("invalid", { faults: { email: "address_being_erased" } });
}

/** Suppresses the addresses of recipients by hand; always as a job, so that it can be undone. */
export async function suppressRecipients(actor: Actor, note: string, chosen: Chosen): Promise<ChangedChosen> {
  return withActor<Changed, ChosenRefusal>(actor, mayOwnMailings, (tx) =>
    openBulk(tx, actor.id, { what: "suppress", note }, chosen),
  );
}

/** Of one's own list, locked: its id and name; null where there is none. */
async function lockList(tx: Queryable, id: string, ownerId: string) {
  if (!(await lockOwned(tx, "list", id, ownerId))) return null;
  const [list] = await tx.$queryRaw<{ name: string }[]>`SELECT name FROM lists WHERE id = ${id}::uuid`;
  return list === undefined ? null : { listId: id, name: list.name };
}

async function addressOf(tx: Queryable, recipientId: string): Promise<string> {
  const [row] = await tx.$queryRaw<{ email: string }[]>`
    SELECT email FROM recipients WHERE id = ${recipientId}::uuid`;
  return row?.email ?? "";
}

async function ownsLists(tx: Queryable, ownerId: string, ids: readonly string[]): Promise<boolean> {
  const distinct = [...new Set(ids)];
  if (distinct.length === 0) return true;
  const own = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM lists WHERE owner_id = ${ownerId}::uuid AND id = ANY(${distinct}::uuid[])`;
  return own.length === distinct.length;
}

/** Makes a recipient a member of exactly these lists. */
async function setLists(tx: Queryable, recipientId: string, lists: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM list_members WHERE recipient_id = ${recipientId}::uuid AND list_id <> ALL(${[...lists]}::uuid[])`;
  await tx.$executeRaw`
    INSERT INTO list_members (list_id, recipient_id) SELECT list_id, ${recipientId}::uuid
    FROM unnest(${[...lists]}::uuid[]) chosen (list_id) ON CONFLICT DO NOTHING`;
}
