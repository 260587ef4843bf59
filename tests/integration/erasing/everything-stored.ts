import { brotliDecompressSync } from "node:zlib";
import type { Database } from "@/lib/db";

/**
 * Every value of every table as text, by table and column: of texts, JSON and arrays, and of bytes what they are
 * compressed from.
 */
async function everythingStored(db: Database): Promise<{ place: string; text: string }[]> {
  const columns = await db.$queryRaw<{ table: string; column: string; type: string }[]>`
    SELECT c.table_name::text AS "table", c.column_name::text AS "column", c.data_type::text AS type
    FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
      AND c.data_type IN ('text', 'character varying', 'json', 'jsonb', 'ARRAY', 'bytea') ORDER BY 1, 2`;
  const stored: { place: string; text: string }[] = [];
  for (const { table, column, type } of columns) {
    const place = `${table}.${column}`;
    const value = type === "bytea" ? `"${column}"` : `"${column}"::text`;
    const rows = await db.$queryRawUnsafe<{ value: string | Uint8Array }[]>(
      `SELECT ${value} AS value FROM "${table}" WHERE "${column}" IS NOT NULL`,
    );
    for (const row of rows)
      stored.push({ place, text: typeof row.value === "string" ? row.value : textOf(row.value) });
  }
  return stored;
}

function textOf(bytes: Uint8Array): string {
  try {
    return brotliDecompressSync(bytes).toString("utf8");
  } catch {
    return Buffer.from(bytes).toString("latin1");
  }
}

/** The columns in which one of these words stands, without case. */
export async function placesOf(db: Database, words: readonly string[]): Promise<string[]> {
  const found = (await everythingStored(db)).filter(({ text }) =>
    words.some((word) => text.toLowerCase().includes(word.toLowerCase())),
  );
  return [...new Set(found.map(({ place }) => place))];
}
