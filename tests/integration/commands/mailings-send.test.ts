import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { runCommandOn } from "@/tests/support/run-command";
import { World, type User } from "@/tests/support/world";

const FUTURE = "2090-01-01T09:00:00";
let world: World;
let owner: User;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.db.mailing.updateMany({ data: { pausedAt: new Date() } });
  world.provider.reset();
  owner = await world.user();
});

const send = (...args: string[]) => runCommandOn(world, "mailings:send", args);

describe("npm run mailings:send", () => {
  it("sends what is due, leaves what is not, and says both as JSON when asked", async () => {
    const due = await world.mailing({ owner, recipients: 120 });
    const later = await world.mailing({ owner, recipients: 5, startLocal: FUTURE });
    const { code, stdout } = await send("--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      attempts: 1,
      planned: 120,
      accepted: 120,
      end: "idle",
      waitingBatches: 0,
    });
    expect(await world.deliveriesByStatus(due.id)).toEqual({ accepted: 120 });
    expect(await world.attempts(later.id)).toEqual([]);
    expect(await world.verify()).toEqual([]);
  });

  it("prints with --dry-run what would go out, and neither sends nor changes anything", async () => {
    const due = await world.mailing({ owner, recipients: 7 });
    const { code, stdout } = await send("--dry-run");
    expect(code).toBe(0);
    expect(stdout).toContain("7 would receive it (0 suppressed)");
    expect(stdout).toContain("Nothing was sent.");
    expect(world.provider.requests).toEqual([]);
    expect(await world.attempts(due.id)).toEqual([]);
  });

  it("starts with --now all active mailings whatever their schedule, and says which it leaves alone and why", async () => {
    const later = await world.mailing({ owner, recipients: 3, startLocal: FUTURE, period: "daily" });
    const held = await world.mailing({ owner, recipients: 3 });
    await world.db.mailing.update({ where: { id: held.id }, data: { pausedAt: new Date() } });
    const open = await world.mailing({ owner, recipients: 3, startLocal: FUTURE });
    await world.db.attempt.create({ data: openAttempt(open.id, owner.id) });
    const { code, stdout, stderr } = await send("--now");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("left alone: it is held");
    expect(stdout).toContain("left alone: an attempt of it is open");
    expect(await world.deliveriesByStatus(later.id)).toEqual({ accepted: 3 });
    expect(await world.attempts(held.id)).toEqual([]);
    expect(await world.attempts(later.id)).toMatchObject([{ kind: "manual", status: "succeeded" }]);
    const { nextRunAt } = await world.db.mailing.findUniqueOrThrow({ where: { id: later.id } });
    expect(nextRunAt).toEqual(new Date(`${FUTURE}Z`));
  });

  it("touches with --mailing that one only", async () => {
    const one = await world.mailing({ owner, recipients: 2 });
    const other = await world.mailing({ owner, recipients: 2 });
    expect((await send("--mailing", one.id)).code).toBe(0);
    expect(await world.deliveriesByStatus(one.id)).toEqual({ accepted: 2 });
    expect(await world.attempts(other.id)).toEqual([]);
  });

  it("ends with 1 and says so where the provider refuses everybody", async () => {
    await world.mailing({ owner, recipients: 2 });
    world.provider.when(() => ({ kind: "unauthorized", name: "invalid_api_key" }));
    const { code, stdout } = await send();
    expect(code).toBe(1);
    expect(stdout).toContain("The provider is not to be asked now");
    await world.turn(3_600_000);
    world.provider.reset();
    expect((await send()).code).toBe(0);
  });

  it("counts nothing as waiting that a hold keeps back, be it that its owner's account was closed", async () => {
    const mailing = await world.mailing({ owner, recipients: 2 });
    world.provider.when(() => ({ kind: "reset_after" }));
    await world.tick();
    await world.db.user.update({ where: { id: owner.id }, data: { closedAt: new Date() } });
    const open = { attempt: { mailingId: mailing.id }, status: { not: "closed" as const } };
    expect(await world.db.batch.count({ where: open })).toBe(1);
    const { code, stdout } = await send("--json");
    expect(JSON.parse(stdout)).toMatchObject({ requests: 0, waitingBatches: 0 });
    expect(code).toBe(0);
    expect((await send("--dry-run", "--now", "--mailing", mailing.id)).stdout).toContain("0 of 1 unfinished");
  });

  it("names what is due and could not be planned while its row is locked, and ends with 1", async () => {
    const locked = await world.mailing({ owner, recipients: 2 });
    const free = await world.mailing({ owner, recipients: 2 });
    const { name } = await world.db.mailing.findUniqueOrThrow({ where: { id: locked.id } });
    const held = await world.db.$transaction(
      async (tx) => {
        await tx.$queryRaw`SELECT 1 FROM mailings WHERE id = ${locked.id}::uuid FOR UPDATE`;
        return send();
      },
      { timeout: 60_000 },
    );
    expect(held.stdout).toContain(`Due but not planned: ${name}. Another transaction holds the mailing`);
    expect(held.code).toBe(1);
    expect(await world.deliveriesByStatus(free.id)).toEqual({ accepted: 2 });
    expect((await send()).code).toBe(0);
    expect(await world.deliveriesByStatus(locked.id)).toEqual({ accepted: 2 });
  });

  it("waits for a row that is held for a moment only", async () => {
    const locked = await world.mailing({ owner, recipients: 2 });
    const running = await world.db.$transaction(
      async (tx) => {
        await tx.$queryRaw`SELECT 1 FROM mailings WHERE id = ${locked.id}::uuid FOR UPDATE`;
        const command = send();
        const ticked = async () =>
          (await world.db.providerState.findUniqueOrThrow({ where: { id: 1 } })).lastTickAt;
        const before = await ticked();
        await vi.waitFor(async () => expect(await ticked()).not.toEqual(before), { timeout: 30_000 });
        return [command];
      },
      { timeout: 60_000 },
    );
    expect(await running[0]).toMatchObject({ code: 0 });
    expect(await world.deliveriesByStatus(locked.id)).toEqual({ accepted: 2 });
  });

  it.each([
    { args: ["--mailing", "x"], says: "--mailing takes the id of a mailing" },
    { args: ["--mailing", randomUUID()], says: "There is no mailing with the id" },
    { args: ["--nwo"], says: "--nwo" },
    { args: ["today"], says: "today" },
  ])("answers $args with one line on stderr and exit 2", async ({ args, says }) => {
    const { code, stderr, stdout } = await send(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr).toContain(says);
  });
});

describe("npm run verify", () => {
  it("ends with 0 over a ledger that holds and with 1, naming the attempt, over one that does not", async () => {
    const mailing = await world.mailing({ owner, recipients: 4 });
    await world.tick();
    expect(await runCommandOn(world, "verify")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("the ledger holds"),
    });
    const [attempt] = await world.attempts(mailing.id);
    await world.db
      .$executeRaw`DELETE FROM deliveries WHERE attempt_id = ${attempt?.id}::uuid AND position = 1`;
    const broken = await runCommandOn(world, "verify");
    expect(broken.code).toBe(1);
    expect(broken.stdout).toContain(`${attempt?.id}  delivery_lost`);
    await world.db.$executeRaw`DELETE FROM deliveries WHERE attempt_id = ${attempt?.id}::uuid`;
    await world.db.$executeRaw`DELETE FROM batches WHERE attempt_id = ${attempt?.id}::uuid`;
    await world.db.$executeRaw`UPDATE attempts SET planned = 0, accepted = 0 WHERE id = ${attempt?.id}::uuid`;
  });
});

describe("npm run doctor", () => {
  it("finds nothing wrong and ends with 0 where all is well", async () => {
    // What was left unknown before belongs to another address.
    await world.forget();
    const provider = createServer((request, answer) => {
      const known = request.url?.split("?")[0] === "/domains";
      answer.writeHead(known ? 200 : 404, { "content-type": "application/json" });
      answer.end('{"data":[{"id":"d1","name":"posthorn.test","status":"verified"}]}');
    });
    await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
    const address = provider.address();
    if (address === null || typeof address === "string") throw new Error("The provider has no port.");
    await world.tick();
    const { code, stdout, stderr } = await runCommandOn(world, "doctor", [], {
      RESEND_BASE_URL: `http://127.0.0.1:${address.port}`,
      POSTAL_ADDRESS: "1 Post Road",
    });
    await new Promise((resolve) => provider.close(resolve));
    const lines = stdout.trim().split("\n");
    expect(lines.filter((line) => !line.startsWith("ok    "))).toEqual([]);
    expect(lines).toHaveLength(8);
    expect(lines.find((line) => line.includes("sender:"))).toContain("posthorn.test is verified");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it("says what is wrong and ends with 1 where it is not", async () => {
    // The provider for tests knows no /domains and answers 404: a key or an address that is wrong looks like that.
    const { code, stdout } = await runCommandOn(world, "doctor");
    expect(code).toBe(1);
    expect(stdout).toContain("ok    database: PostgreSQL");
    expect(stdout).toContain("ok    migrations: all applied");
    expect(stdout).toMatch(/FAULT provider: .* answers 404; look at RESEND_API_KEY/);
  });
});

function openAttempt(mailingId: string, ownerId: string) {
  return {
    mailingId,
    ownerId,
    kind: "manual" as const,
    occurrenceAt: new Date(),
    startId: randomUUID(),
    subject: "s",
    preheader: "",
    html: "h",
    text: "t",
    fromAddress: "mail@posthorn.test",
    replyTo: "a@mail.test",
    language: "en",
    senderName: "Vera",
    batchSize: 100,
  };
}

it("a command on a database without tables says in one line what makes them", async () => {
  const empty = new URL(world.url);
  // The server's own, in which nobody keeps anything.
  empty.pathname = "/postgres";
  const { code, stderr } = await runCommandOn(world, "verify", [], { DATABASE_URL: empty.href });
  expect(stderr).toBe("The database has no tables yet; npm run db:deploy makes them.\n");
  expect(code).toBe(2);
});
