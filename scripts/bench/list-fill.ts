import type { Database } from "@/lib/db";

export interface FilledLists {
  ownerId: string;
  /** Ids of lists of that owner by name. */
  lists: Record<string, string>;
}

/**
 * So many recipients of one owner and a hundredth of them of each of twenty others. A tenth is suppressed, all but some are
 * reached, and there are three lists: a third, one in two hundred, and a thousand that came first.
 */
export async function fillList(db: Database, rows: number): Promise<FilledLists> {
  for (const statement of statements(rows)) await db.$executeRawUnsafe(statement);
  const owner = await db.user.findFirstOrThrow({ where: { name: "Big" }, select: { id: true } });
  const lists = await db.recipientList.findMany({ select: { id: true, name: true } });
  return { ownerId: owner.id, lists: Object.fromEntries(lists.map(({ id, name }) => [name, id])) };
}

const OF_BIG = `(SELECT id FROM users WHERE name = 'Big')`;
const HASH = "abs(hashtext(r.email))";
const HEX = "to_hex(abs(hashtext(n::text || 'x')))";
const FIRST = `(ARRAY['Anna', 'Tomás', 'Мария', 'Priya', 'Олег', 'Jonas', 'Светлана', 'Igor', 'Kate', 'Liam'])[1 + n % 10]`;
const LAST = `(ARRAY['Lindqvist', 'Ferreira', 'Ёлкина', 'Raman', 'Щербаков', 'O''Neill', 'Smith', 'Novak', 'Byrne'])[1 + n % 9]`;

function statements(rows: number): string[] {
  const members = (list: string, which: string) =>
    `INSERT INTO list_members (list_id, recipient_id) SELECT (SELECT id FROM lists WHERE name = '${list}'), r.id
      FROM recipients r WHERE r.owner_id = ${OF_BIG} ${which}`;
  return [
    `INSERT INTO users (id, email, name, password_hash) SELECT uuid_v7(), 'bench' || n || '@people.test',
      CASE WHEN n = 0 THEN 'Big' ELSE 'Small' END, '-' FROM generate_series(0, 20) n`,
    `INSERT INTO recipients (owner_id, email, name)
      SELECT ${OF_BIG}, ${HEX} || '.u' || n || '@' || CASE WHEN n % 3 = 0 THEN 'gmail.com' ELSE 'mail' || n % 997 || '.example' END,
        ${FIRST} || ' ' || ${LAST} || ' ' || left(${HEX}, 4) FROM generate_series(1, ${rows}) n`,
    `INSERT INTO recipients (owner_id, email, name)
      SELECT u.id, ${HEX} || '.r' || n || '@mail' || n % 97 || '.example', 'Reader ' || n
      FROM users u CROSS JOIN generate_series(1, ${Math.ceil(rows / 100)}) n WHERE u.name = 'Small'`,
    `INSERT INTO suppressions (owner_id, email, reason)
      SELECT r.owner_id, r.email, (CASE WHEN ${HASH} % 1000 < 60 THEN 'unsubscribed' WHEN ${HASH} % 1000 < 95 THEN 'bounced'
        WHEN ${HASH} % 10000 < 955 THEN 'complained' ELSE 'manual' END)::suppression_reason
      FROM recipients r WHERE r.owner_id = ${OF_BIG} AND ${HASH} % 1000 < 96`,
    `INSERT INTO lists (id, owner_id, name) SELECT uuid_v7(), ${OF_BIG}, n FROM unnest(ARRAY['third', 'few', 'first']) n`,
    members("third", `AND ${HASH} % 3 = 0 ORDER BY r.id`),
    members("few", `AND ${HASH} % 200 = 0 ORDER BY r.id`),
    members("first", "ORDER BY r.id LIMIT 1000"),
    // Of one attempt that is not there: the lists ask for no more.
    `INSERT INTO deliveries (attempt_id, batch_id, position, recipient_id, address, name, status, provider_id, settled_at)
      SELECT a, a, (n % 100)::int2, id, email, name, 'accepted', gen_random_uuid()::text, now()
      FROM (SELECT r.*, row_number() OVER (ORDER BY r.id) AS n FROM recipients r WHERE r.owner_id = ${OF_BIG}) r,
        gen_random_uuid() a WHERE ${HASH} % 5000 <> 0 AND n < ${rows} - 1000`,
    "VACUUM ANALYZE",
  ];
}
