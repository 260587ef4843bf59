import type { Queryable } from "@/lib/db";

/** Recipients asked at either end of the list, and names offered at most: the imports of a million agree. */
const ASKED = 1_000;
const MOST_FIELDS = 200;

/** Names of the fields that an owner's recipients have beside name and email, sorted: the newest and the oldest are asked. */
export async function knownFields(db: Queryable, ownerId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT DISTINCT name FROM (
      (SELECT fields FROM recipients WHERE owner_id = ${ownerId}::uuid ORDER BY id DESC LIMIT ${ASKED})
      UNION ALL
      (SELECT fields FROM recipients WHERE owner_id = ${ownerId}::uuid ORDER BY id LIMIT ${ASKED})) asked,
      jsonb_object_keys(asked.fields) AS name
    ORDER BY name LIMIT ${MOST_FIELDS}`;
  return rows.map(({ name }) => name);
}
