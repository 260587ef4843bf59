import { database } from "@/lib/db";
import { cached } from "@/lib/cache/cached";
import { cacheTags } from "@/lib/cache/tags";
import { done, type CommandResult } from "@/lib/commands/result";
import { withActor } from "@/lib/commands/with-actor";
import { fieldsOf } from "@/lib/fields/queries";
import type { KnownField } from "@/lib/fields/schema";
import { FIELD_COLUMN } from "@/lib/recipients/schema";
import { storedFields } from "@/lib/recipients/stored-fields";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

/** Columns of the list of recipients, beside the address. */
export interface ChosenColumns {
  name: boolean;
  lists: boolean;
  state: boolean;
  added: boolean;
  fields: KnownField[];
}

/** What everybody's list of recipients shows. */
export const STANDARD_COLUMNS: ChosenColumns = {
  ...{ name: true, lists: false, state: true, added: true },
  fields: [],
};

/** The columns that somebody has chosen for their own list. Fields that are gone are left out. */
export const columnsOf = cached(
  "columns of recipients",
  (ownerId) => [cacheTags.recipients(ownerId)],
  async (ownerId: string): Promise<ChosenColumns> => {
    const [user, known] = await Promise.all([
      database().user.findUnique({ where: { id: ownerId }, select: { recipientColumns: true } }),
      fieldsOf(ownerId),
    ]);
    const chosen = new Set(user?.recipientColumns);
    return {
      ...{ name: chosen.has("name"), lists: chosen.has("lists") },
      ...{ state: chosen.has("state"), added: chosen.has("added") },
      fields: known.filter(({ name }) => chosen.has(`${FIELD_COLUMN}${name}`)),
    };
  },
);

/** Remembers the columns that somebody chooses. */
export async function chooseColumns(
  actor: Actor,
  { columns }: { columns: string[] },
): Promise<CommandResult<null, "forbidden">> {
  return withActor(actor, mayOwnMailings, async (tx) => {
    await tx.$executeRaw`UPDATE users SET recipient_columns = ${columns}::text[] WHERE id = ${actor.id}::uuid`;
    return done(null, { tags: [cacheTags.recipients(actor.id)] });
  });
}

/** What the chosen columns show of a recipient beside what every list reads. */
export interface RowExtras {
  /** Names of lists. */
  lists: string[];
  /** By the fields' names. */
  values: Readonly<Record<string, string>>;
}

/** Of the recipients of a page, by id; nothing is read that no column shows. */
export async function extrasOf(
  ids: readonly string[],
  columns: ChosenColumns,
): Promise<ReadonlyMap<string, RowExtras>> {
  const extras = new Map(ids.map((id) => [id, { lists: [] as string[], values: {} }]));
  const [members, rows] = await Promise.all([
    columns.lists ? listsOf(ids) : [],
    columns.fields.length > 0
      ? database().recipient.findMany({
          where: { id: { in: [...ids] } },
          select: { id: true, fields: true },
        })
      : [],
  ]);
  for (const { id, lists } of members) extras.set(id, { lists, values: {} });
  for (const { id, fields } of rows) {
    const values = Object.fromEntries(storedFields(fields).map(({ name, value }) => [name, value]));
    extras.set(id, { lists: extras.get(id)?.lists ?? [], values });
  }
  return extras;
}

function listsOf(ids: readonly string[]) {
  return database().$queryRaw<{ id: string; lists: string[] }[]>`
    SELECT m.recipient_id AS id, array_agg(l.name ORDER BY l.name) AS lists
    FROM list_members m JOIN lists l ON l.id = m.list_id
    WHERE m.recipient_id = ANY(${[...ids]}::uuid[]) GROUP BY m.recipient_id`;
}
