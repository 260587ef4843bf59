import { createReadStream } from "node:fs";
import type { Database } from "@/lib/db";
import { importRecipients } from "@/lib/recipients/import";
import { inProject } from "@/scripts/project";
import type { DemoPeople } from "@/scripts/seed/accounts";

/** The demo's lists, by their ids. */
export type DemoLists = Record<"customers" | "newsletter" | "circle" | "trade" | "guests", string>;

/** Recipients of both shops in their lists, four of them suppressed. All addresses end with .example. */
export async function createAudiences(db: Database, { emma, olga }: DemoPeople): Promise<DemoLists> {
  const customers = await importList(db, { ownerId: emma.id, name: "Customers", file: "recipients.csv" });
  const guests = await importList(db, { ownerId: olga.id, name: "Покупатели", file: "recipients-ru.csv" });
  const part = (name: string, size: number) =>
    partOfList(db, { ownerId: emma.id, name, of: customers, size });
  const lists = {
    customers,
    guests,
    newsletter: await importList(db, { ownerId: emma.id, name: "Newsletter", file: "newsletter.csv" }),
    circle: await part("Reading circle", 24),
    trade: await part("Trade", 8),
  };
  await suppressSome(db, olga.id, guests);
  return lists;
}

/** Makes a list and fills it with a CSV file beside this one, as anybody would. The list's id. */
async function importList(
  db: Database,
  list: { ownerId: string; name: string; file: string },
): Promise<string> {
  const listId = await createList(db, list.ownerId, list.name);
  const result = await importRecipients(db, {
    ownerId: list.ownerId,
    listId,
    source: createReadStream(inProject("scripts", "seed", list.file)),
  });
  const leftOut = result.summary.invalid + result.summary.duplicate;
  if (!result.ok || leftOut > 0) throw new Error(`${list.file} is damaged: ${JSON.stringify(result)}`);
  return listId;
}

/** A smaller list: the first recipients of another by address. Its id. */
async function partOfList(
  db: Database,
  part: { ownerId: string; name: string; of: string; size: number },
): Promise<string> {
  const listId = await createList(db, part.ownerId, part.name);
  await db.$executeRaw`
    INSERT INTO list_members (list_id, recipient_id)
    SELECT ${listId}::uuid, r.id FROM list_members m JOIN recipients r ON r.id = m.recipient_id
    WHERE m.list_id = ${part.of}::uuid ORDER BY r.email LIMIT ${part.size}`;
  return listId;
}

/** Suppresses four recipients of a list, each for another reason. */
async function suppressSome(db: Database, ownerId: string, listId: string): Promise<void> {
  await db.$executeRaw`
    INSERT INTO suppressions (owner_id, email, reason, note, created_at)
    SELECT ${ownerId}::uuid, r.email, said.reason::suppression_reason, said.note, engine_now()
    FROM (SELECT r.email, row_number() OVER (ORDER BY r.email) AS n FROM list_members m
      JOIN recipients r ON r.id = m.recipient_id WHERE m.list_id = ${listId}::uuid) r
    JOIN (VALUES (3, 'unsubscribed', ''), (11, 'bounced', ''), (20, 'complained', ''),
      (31, 'manual', 'Просил больше не писать')) said (n, reason, note) USING (n)`;
}

async function createList(db: Database, ownerId: string, name: string): Promise<string> {
  const { id } = await db.recipientList.create({ data: { ownerId, name }, select: { id: true } });
  return id;
}
