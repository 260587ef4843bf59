import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createBareDatabase, createDatabase, type TestDatabase } from "@/tests/support/database";
import { runCommandOn } from "@/tests/support/run-command";
import { onServer, urlOfDatabase } from "@/tests/support/server-connection";
import { World } from "@/tests/support/world";

let world: World;
const made: TestDatabase[] = [];
const stranger = `stranger_${randomBytes(6).toString("hex")}`;
/** Addresses by what is wrong with the database there. */
const urls: Record<string, string> = {};

beforeAll(async () => {
  world = await World.create();
  const [readOnly, impatient, bare] = await Promise.all([
    altered("default_transaction_read_only = on"),
    altered("statement_timeout = 1"),
    createBareDatabase(),
  ]);
  made.push(bare);
  await onServer(world.url, `CREATE ROLE ${stranger} LOGIN PASSWORD 'stranger'`);
  const foreign = new URL(world.url);
  Object.assign(foreign, { username: stranger, password: "stranger" });
  const unknown = new URL(foreign.href);
  unknown.username = `${stranger}_unknown`;
  Object.assign(urls, {
    "is missing": urlOfDatabase(world.url, "posthorn_of_nobody"),
    "is not migrated": bare.url,
    "is read-only": readOnly,
    "gives no rights": foreign.href,
    "lets nobody in": unknown.href,
    "gives every query up": impatient,
  });
});
afterAll(async () => {
  await onServer(world.url, `DROP ROLE ${stranger}`);
  await Promise.all(made.map((database) => database.drop()));
  await world.close();
});

async function altered(setting: string): Promise<string> {
  const database = await createDatabase();
  made.push(database);
  const name = new URL(database.url).pathname.slice(1);
  await onServer(world.url, `ALTER DATABASE ${name} SET ${setting}`);
  return database.url;
}

const says: Record<string, RegExp> = {
  "is missing": /^There is no database of that name; .*npm run db:deploy/,
  "is not migrated": /^The database has no tables yet; npm run db:deploy makes them\.$/,
  "is read-only": /^The database is read-only;/,
  "gives no rights": /^The database gives the user of DATABASE_URL no rights to its tables;/,
  "lets nobody in":
    /^The database (?:does not let the user of DATABASE_URL in|refuses the password in DATABASE_URL)\.$/,
  "gives every query up": /^The database gave a query up for taking too long; raise statement_timeout/,
};

/** Every fault with the command that sends, and every command with one fault. A read-only database is enough for who only reads. */
const SEND = ["mailings:send"];
const cases: [string, string[]][] = [
  ...Object.keys(says).map((wrong): [string, string[]] => [wrong, SEND]),
  ["is not migrated", [...SEND, "--now"]],
  ["is not migrated", ["users:set-role", "vera@people.test", "admin"]],
  ["is not migrated", ["verify"]],
];

it.each(cases)(
  "a database that %s ends %j with one line on stderr and 2",
  async (wrong, [command = "", ...args]) => {
    const { code, stdout, stderr } = await runCommandOn(world, command, args, {
      DATABASE_URL: urls[wrong] ?? "",
    });
    const lines = stderr.trimEnd().split("\n");
    expect(lines.at(-1)).toMatch(says[wrong] ?? /$^/);
    // A query that is given up may be one mailing's fault alone, so the engine reports each and goes on.
    const said = lines.filter((line) => !line.includes("could not be") || !line.includes("57014"));
    expect(said).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  },
);

it("a read-only database is a fault for doctor", async () => {
  const { code, stdout } = await runCommandOn(world, "doctor", [], {
    DATABASE_URL: urls["is read-only"] ?? "",
  });
  expect(stdout).toMatch(/^FAULT database: .*read-only/m);
  expect(code).toBe(1);
});
