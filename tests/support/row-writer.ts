import pg from "pg";
import { env } from "@/lib/env";
import { withServices } from "@/scripts/embedded/with-services";

// A command of its own for tests: writes rows one after the other for as long as it lives, and tells the
// number of each once the database has acknowledged it.
await withServices(async ({ signal }) => {
  const client = new pg.Client({ connectionString: env().DATABASE_URL });
  client.on("error", (error) => console.error(error.message));
  await client.connect();
  await client.query("CREATE TABLE IF NOT EXISTS written (number serial PRIMARY KEY, filling text)");
  while (!signal.aborted) {
    const { rows } = await client.query<{ number: number }>(
      "INSERT INTO written (filling) VALUES (repeat('x', 500)) RETURNING number",
    );
    console.log(rows[0]?.number);
  }
  await client.end();
});
