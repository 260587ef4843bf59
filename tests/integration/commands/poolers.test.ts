import { afterAll, beforeAll, expect, it } from "vitest";
import { connect, connectEngine, type Database } from "@/lib/db";
import { dropOptions, mixStatements, type Pooler } from "@/tests/support/pooler";
import { runCommandOn } from "@/tests/support/run-command";
import { onServer } from "@/tests/support/server-connection";
import { World } from "@/tests/support/world";

let world: World;
const poolers: Pooler[] = [];
const clients: Database[] = [];

/** Once through a pooler, with the database's own zone as given. */
async function through(start: (url: string) => Promise<Pooler>, zone: string): Promise<string> {
  const name = new URL(world.url).pathname.slice(1);
  await onServer(world.url, `ALTER DATABASE ${name} SET timezone = '${zone}'`);
  const pooler = await start(world.url);
  poolers.push(pooler);
  return pooler.url;
}

async function asked(make: typeof connect, url: string): Promise<unknown> {
  const client = make(url, 2);
  clients.push(client);
  return client.$queryRaw`SELECT 1 AS one`;
}

beforeAll(async () => {
  world = await World.create();
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.$disconnect()));
  await Promise.all(poolers.map((pooler) => pooler.close()));
  await world.close();
});

it("behind a pooler that drops options no pool asks anything of a database in another zone", async () => {
  const url = await through(dropOptions, "Asia/Kolkata");
  await expect(asked(connect, url)).rejects.toThrow(/ALTER ROLE … SET timezone = 'UTC'/);
  await expect(asked(connectEngine, url)).rejects.toThrow(/ALTER ROLE … SET timezone = 'UTC'/);

  const sent = await runCommandOn(world, "mailings:send", [], { DATABASE_URL: url });
  expect(sent).toMatchObject({ code: 2, stdout: "" });
  expect(sent.stderr).toMatch(/^The database's connections do not begin in UTC, [^\n]+ALTER ROLE[^\n]+\.\n$/);
  const doctor = await runCommandOn(world, "doctor", [], { DATABASE_URL: url });
  expect(doctor.stdout).toMatch(/^FAULT database: the database's connections do not begin in UTC/m);
});

it("behind a pooler that drops options a database in UTC serves, under any of UTC's names", async () => {
  const url = await through(dropOptions, "Etc/UTC");
  expect(await asked(connect, url)).toEqual([{ one: 1 }]);
});

it("the engine asks nothing through a pooler that mixes up prepared statements; pages, which prepare none, do", async () => {
  expect(await asked(connect, await through(mixStatements, "UTC"))).toEqual([{ one: 1 }]);
  await expect(asked(connectEngine, await through(mixStatements, "UTC"))).rejects.toThrow(
    /prepared statements.*PgBouncer before 1\.21/,
  );
});

it("sslmode=prefer reaches a server that offers no TLS, and one that was away at the first query", async () => {
  const url = new URL(world.url);
  url.searchParams.set("sslmode", "prefer");
  expect(await asked(connect, url.href)).toEqual([{ one: 1 }]);

  const pooler = await dropOptions(world.url);
  await pooler.close();
  url.host = new URL(pooler.url).host;
  const client = connect(url.href, 2);
  clients.push(client);
  await expect(client.$queryRaw`SELECT 1 AS one`).rejects.toThrow(
    /^Connection terminated before .*ECONNREFUSED/,
  );
  poolers.push(await dropOptions(world.url, Number(url.port)));
  expect(await client.$queryRaw`SELECT 1 AS one`).toEqual([{ one: 1 }]);
});
