import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signInWithPassword } from "@/lib/auth/sign-in";
import { callerFrom } from "@/tests/support/caller";
import { createBareDatabase } from "@/tests/support/database";
import { runCommandOn, type CommandEnd } from "@/tests/support/run-command";
import { World } from "@/tests/support/world";

const QUARTER_MS = 92 * 24 * 3_600_000;

let world: World;
let first: CommandEnd;
const seed = (environment: Record<string, string> = {}) =>
  runCommandOn(world, "db:seed", ["--into-own-database"], environment);

beforeAll(async () => {
  world = await World.create();
  first = await seed();
});
afterAll(() => world.close());

describe("db:seed --into-own-database on an empty database", () => {
  it("loads mailings that their owners hold, all with a run to come, and asks the provider for nothing", async () => {
    expect(first).toMatchObject({ code: 0, stderr: "" });
    const mailings = await world.db.mailing.findMany();
    expect(mailings.length).toBeGreaterThan(5);
    for (const { pausedAt, nextRunAt, createdAt, status } of mailings) {
      expect(pausedAt).not.toBeNull();
      expect(status).toBe("created");
      expect(Number(nextRunAt)).toBeGreaterThan(Number(createdAt));
    }
    expect(await world.db.attempt.count()).toBe(0);
    expect(await world.db.recipient.count()).toBeGreaterThan(1_000);
    expect(world.provider.requests).toEqual([]);
  });

  it("sends to addresses that nobody can own, should somebody resume one", async () => {
    const [foreign] = await world.db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM recipients WHERE email NOT LIKE '%.example'`;
    expect(foreign).toEqual({ count: 0 });
  });

  it("prints a random password for each account, once, and each opens its account", async () => {
    const rows = [...first.stdout.matchAll(/^ {2}(\S+) +(\S+@posthorn\.example) +(\S{16})$/gm)];
    expect(rows.map(([, role]) => role)).toEqual(["user", "user", "manager", "content_manager", "admin"]);
    expect(new Set(rows.map(([, , , password]) => password)).size).toBe(5);
    for (const [, , email = "", password = ""] of rows) {
      expect(await signInWithPassword({ email, password }, callerFrom(null))).toMatchObject({ ok: true });
    }
  });

  it("refuses a second time with 2 and one line, and changes nothing", async () => {
    const before = await world.db.mailing.count();
    const again = await seed();
    expect(again).toMatchObject({ code: 2, stdout: "" });
    expect(again.stderr).toMatch(/^[^\n]*not empty[^\n]*\n$/);
    expect(await world.db.mailing.count()).toBe(before);
  });

  it("sends nothing by itself in the months to come", async () => {
    await world.turn(QUARTER_MS);
    await world.tick();
    expect(world.provider.requests).toEqual([]);
    expect(await world.db.attempt.count({ where: { status: { not: "missed" } } })).toBe(0);
  });
});

it("db:seed --into-own-database refuses a database that is not migrated, with 2 and one line", async () => {
  const bare = await createBareDatabase();
  try {
    const end = await seed({ DATABASE_URL: bare.url });
    expect(end).toMatchObject({ code: 2, stdout: "" });
    expect(end.stderr).toMatch(/^[^\n]*npm run db:deploy[^\n]*\n$/);
  } finally {
    await bare.drop();
  }
});

it("db:seed --into-own-database starts no database in place of one that is not named", async () => {
  const end = await seed({ DATABASE_URL: "" });
  expect(end).toMatchObject({ code: 2, stdout: "" });
  expect(end.stderr).toMatch(/^DATABASE_URL must name[^\n]*\n$/);
});
