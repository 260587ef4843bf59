import pg from "pg";

/** The address of another database of the same server. */
export function urlOfDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs one statement, or several without parameters, on a connection of its own; the rows of it. */
export async function onServer<Row extends pg.QueryResultRow = pg.QueryResultRow>(
  url: string,
  sql: string,
  parameters?: unknown[],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const result = await client.query<Row>(sql, parameters);
    return result.rows;
  } finally {
    await client.end();
  }
}
