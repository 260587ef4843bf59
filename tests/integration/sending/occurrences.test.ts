import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connect } from "@/lib/db";
import {
  finishMailing,
  liftStop,
  pauseMailing,
  resumeMailing,
  startByHand,
  stopMailing,
} from "@/lib/mailings/commands";
import { HOUR } from "@/lib/sending/settings";
import { PAST_LEASES, TIME_TO_PLAN, World, type User } from "@/tests/support/world";

let world: World;
let owner: User;
beforeAll(async () => {
  world = await World.create();
  owner = await world.user();
});
afterAll(() => world.close());
beforeEach(() => world.forget());

const DAY = 24 * HOUR;
const start = (mailingId: string, startId = randomUUID(), keepScheduled = false) =>
  startByHand(owner, { mailingId, startId, keepScheduled });
const mailingOf = (id: string) => world.db.mailing.findUniqueOrThrow({ where: { id } });

/** The wall time in UTC of now and so many milliseconds, by the engine's clock. */
async function localIn(ms: number): Promise<string> {
  const [row] = await world.db.$queryRaw<{ now: Date }[]>`SELECT engine_now() AS now`;
  return new Date((row?.now.getTime() ?? 0) + ms).toISOString().slice(0, 19);
}

async function endIn(ms: number): Promise<Date> {
  return new Date(`${await localIn(ms)}Z`);
}

/** Lets a tick die before its first request, with an attempt open. */
async function leaveOpen(): Promise<void> {
  const dying = world.engine({
    reached: (step) => {
      if (step === "claimed") throw new Error("the machine died");
    },
  });
  await expect(world.tick(dying)).rejects.toThrow("died");
  await world.turn(PAST_LEASES);
}

describe("a start by hand", () => {
  it("clicked twice gives one attempt, and says so", async () => {
    const mailing = await world.mailing({ owner, recipients: 5, startLocal: await localIn(DAY) });
    const startId = randomUUID();
    const first = await start(mailing.id, startId);
    const second = await start(mailing.id, startId);
    expect(first).toMatchObject({ ok: true, value: { already: false } });
    expect(second).toMatchObject({ ok: true, value: { already: true } });
    expect(first.ok && second.ok && first.value.attemptId === second.value.attemptId).toBe(true);
    await world.settleDown();
    // And after it has ended, too.
    expect(await start(mailing.id, startId)).toMatchObject({ ok: true, value: { already: true } });
    expect(await world.attempts(mailing.id)).toHaveLength(1);
    expect(world.provider.mails).toHaveLength(5);
  });

  it("clicked ten times at once gives one attempt", async () => {
    const mailing = await world.mailing({ owner, recipients: 5, startLocal: await localIn(DAY) });
    const startId = randomUUID();
    const results = await Promise.all(Array.from({ length: 10 }, () => start(mailing.id, startId)));
    const started = results.map((result) => (result.ok ? result.value : null));
    expect(new Set(started.map((value) => value?.attemptId)).size).toBe(1);
    expect(started.filter((value) => value?.already === false)).toHaveLength(1);
    await world.settleDown();
    expect(world.provider.mails).toHaveLength(5);
  });

  it("of a mailing that runs once takes the occurrence's place", async () => {
    const mailing = await world.mailing({ owner, recipients: 5, startLocal: await localIn(DAY) });
    expect(await start(mailing.id)).toMatchObject({ ok: true, value: { scheduledRunComes: null } });
    await world.settleDown();
    await world.turn(2 * DAY);
    await world.tick();
    expect(await world.attempts(mailing.id)).toMatchObject([{ kind: "manual" }]);
    expect(await mailingOf(mailing.id)).toMatchObject({ status: "finished" });
  });

  it("leaves the occurrence where the person says so", async () => {
    const mailing = await world.mailing({ owner, recipients: 5, startLocal: await localIn(DAY) });
    expect(await start(mailing.id, randomUUID(), true)).toMatchObject({
      ok: true,
      value: { scheduledRunComes: expect.any(Date) },
    });
    await world.settleDown();
    expect((await mailingOf(mailing.id)).status).toBe("running");
    await world.turn(2 * DAY);
    await world.tick();
    expect(await world.attempts(mailing.id)).toMatchObject([{ kind: "manual" }, { kind: "scheduled" }]);
    expect([...world.provider.received().values()]).toEqual([2, 2, 2, 2, 2]);
  });

  it("is refused while an attempt is open, while held and without anybody to write to", async () => {
    const mailing = await world.mailing({ owner, recipients: 5, startLocal: await localIn(DAY) });
    await start(mailing.id);
    expect(await start(mailing.id)).toEqual({ ok: false, code: "attempt_open" });
    await world.settleDown();
    const paused = await world.mailing({ owner, recipients: 5, startLocal: await localIn(DAY) });
    await pauseMailing(owner, paused.id);
    expect(await start(paused.id)).toEqual({ ok: false, code: "held" });
    const empty = await world.mailing({ owner, recipients: 0, startLocal: await localIn(DAY) });
    expect(await start(empty.id)).toEqual({ ok: false, code: "no_audience" });
    expect(
      await startByHand(await world.user(), {
        mailingId: empty.id,
        startId: randomUUID(),
        keepScheduled: false,
      }),
    ).toEqual({
      ok: false,
      code: "not_found",
    });
  });

  it("has no end: it goes on after the schedule's end has passed", async () => {
    const mailing = await world.mailing({
      owner,
      recipients: 5,
      startLocal: await localIn(-HOUR),
      endAt: await endIn(HOUR),
    });
    await world.settleDown();
    await start(mailing.id);
    await world.turn(2 * HOUR);
    await world.tick();
    expect((await world.attempts(mailing.id))[1]).toMatchObject({
      kind: "manual",
      status: "succeeded",
      accepted: 5,
    });
  });

  it("that is committed while a sweep looks for finished mailings leaves its mailing running", async () => {
    const mailing = await world.mailing({ owner, recipients: 5 });
    await world.settleDown();
    await world.db.mailing.update({ where: { id: mailing.id }, data: { status: "running" } });
    const other = connect(world.url, 2);
    try {
      let sweeping: Promise<unknown> = Promise.resolve();
      await other.$transaction(async (tx) => {
        await tx.$queryRaw`SELECT 1 FROM mailings WHERE id = ${mailing.id}::uuid FOR NO KEY UPDATE`;
        await tx.$executeRaw`
          INSERT INTO attempts (id, mailing_id, owner_id, kind, occurrence_at, start_id, subject, preheader, html, text,
            from_address, reply_to, language, sender_name, merge_fields, batch_size)
          SELECT gen_random_uuid(), mailing_id, owner_id, 'manual', now(), gen_random_uuid(), subject, preheader, html, text,
            from_address, reply_to, language, sender_name, merge_fields, batch_size FROM attempts WHERE mailing_id = ${mailing.id}::uuid`;
        sweeping = world.tick();
        await sweepWaitsOrEnds(sweeping);
      });
      await sweeping;
      expect((await mailingOf(mailing.id)).status).toBe("running");
    } finally {
      await other.$disconnect();
    }
  });
});

/** Until the sweep has ended or waits for a row that somebody holds. */
async function sweepWaitsOrEnds(sweeping: Promise<unknown>): Promise<void> {
  let ended = false;
  void sweeping.then(() => (ended = true));
  for (;;) {
    const [row] = await world.db.$queryRaw<{ waiting: number }[]>`
      SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    if (ended || (row?.waiting ?? 0) > 0) return;
  }
}

describe("occurrences", () => {
  it("one that falls due while an attempt is open waits, and then only the latest runs", async () => {
    const mailing = await world.mailing({
      owner,
      recipients: 5,
      period: "daily",
      startLocal: await localIn(-HOUR),
    });
    await leaveOpen();
    await pauseMailing(owner, mailing.id);
    await world.turn(3 * DAY);
    await world.tick();
    expect(await world.attempts(mailing.id)).toHaveLength(1);
    await world.db.mailing.update({ where: { id: mailing.id }, data: { pausedAt: null } });
    await world.tick();
    await world.tick();
    const attempts = await world.attempts(mailing.id);
    expect(attempts).toMatchObject([
      { status: "succeeded", accepted: 5 },
      { status: "succeeded", accepted: 5, skippedOccurrences: 2 },
    ]);
    const [first, second] = attempts;
    expect((second?.occurrenceAt.getTime() ?? 0) - (first?.occurrenceAt.getTime() ?? 0)).toBe(3 * DAY);
  });

  it("an outage of a week is made up for by one run, which says how many were skipped", async () => {
    const mailing = await world.mailing({
      owner,
      recipients: 5,
      period: "daily",
      startLocal: await localIn(-HOUR),
    });
    await world.settleDown();
    await world.turn(7 * DAY);
    await world.tick();
    expect(await world.attempts(mailing.id)).toMatchObject([
      { skippedOccurrences: 0, status: "succeeded" },
      { skippedOccurrences: 6, status: "succeeded" },
    ]);
    expect([...world.provider.received().values()]).toEqual([2, 2, 2, 2, 2]);
  });

  it("three machines that find it due at once make one attempt", async () => {
    const machines = [1, 2, 3].map(() => connect(world.url, 4));
    try {
      const mailing = await world.mailing({ owner, recipients: 250 });
      await Promise.all(machines.map((db) => world.tick(world.engine({ db }))));
      expect(await world.attempts(mailing.id)).toHaveLength(1);
      expect([...world.provider.received().values()].filter((count) => count !== 1)).toEqual([]);
      expect(world.provider.mails).toHaveLength(250);
      expect(await world.verify()).toEqual([]);
    } finally {
      await Promise.all(machines.map((db) => db.$disconnect()));
    }
  });
});

describe("the release of a hold", () => {
  it.each([
    ["paused", (id: string) => pauseMailing(owner, id), (id: string) => resumeMailing(owner, id)],
    [
      "stopped",
      async (id: string) => stopMailing(await world.user("manager"), { mailingId: id, reason: "Spam" }),
      async (id: string) => liftStop(await world.user("manager"), { mailingId: id, reason: "No spam" }),
    ],
  ] as const)(
    "%s: the remainder is superseded where a later occurrence is due, and only the latest runs",
    async (_, hold, release) => {
      const mailing = await world.mailing({
        owner,
        recipients: 5,
        period: "daily",
        startLocal: await localIn(-HOUR),
      });
      await leaveOpen();
      expect((await hold(mailing.id)).ok).toBe(true);
      await world.turn(2 * DAY);
      expect((await release(mailing.id)).ok).toBe(true);
      await world.tick();
      await world.tick();
      expect(await world.attempts(mailing.id)).toMatchObject([
        { status: "cancelled", closingReason: "superseded", cancelled: 5 },
        { status: "succeeded", accepted: 5 },
      ]);
      expect([...world.provider.received().values()]).toEqual([1, 1, 1, 1, 1]);
      expect(await world.verify()).toEqual([]);
    },
  );

  it("the remainder goes on where no later occurrence is due", async () => {
    const mailing = await world.mailing({
      owner,
      recipients: 5,
      period: "daily",
      startLocal: await localIn(-HOUR),
    });
    await leaveOpen();
    await pauseMailing(owner, mailing.id);
    await world.turn(2 * HOUR);
    await resumeMailing(owner, mailing.id);
    await world.tick();
    expect(await world.attempts(mailing.id)).toMatchObject([{ status: "succeeded", accepted: 5 }]);
  });

  it("of one of two holds changes nothing", async () => {
    const mailing = await world.mailing({
      owner,
      recipients: 5,
      period: "daily",
      startLocal: await localIn(-HOUR),
    });
    await leaveOpen();
    await pauseMailing(owner, mailing.id);
    await stopMailing(await world.user("manager"), { mailingId: mailing.id, reason: "Spam" });
    await world.turn(2 * DAY);
    await resumeMailing(owner, mailing.id);
    await world.tick();
    expect(await world.attempts(mailing.id)).toMatchObject([{ status: "sending", closingReason: null }]);
    expect(world.provider.requests).toEqual([]);
  });
});

describe("the end of a schedule", () => {
  it("closes what has not gone by then, and the attempt says so", async () => {
    const mailing = await world.mailing({
      owner,
      recipients: 5,
      startLocal: await localIn(-HOUR),
      endAt: await endIn(HOUR),
    });
    await leaveOpen();
    await world.turn(2 * HOUR);
    await world.tick();
    expect(world.provider.requests).toEqual([]);
    expect(await world.attempts(mailing.id)).toMatchObject([
      { status: "cancelled", closingReason: "over", cancelled: 5 },
    ]);
    expect(await mailingOf(mailing.id)).toMatchObject({ status: "finished" });
    expect(await world.verify()).toEqual([]);
  });

  it("that passes between freeze and mark keeps the request from going out", async () => {
    const mailing = await world.mailing({
      owner,
      recipients: 5,
      startLocal: await localIn(-HOUR),
      endAt: await endIn(HOUR),
    });
    const engine = world.engine({
      settings: { lease: 4 * HOUR },
      reached: async (step) => {
        if (step === "frozen" && world.provider.requests.length === 0) await world.turn(2 * HOUR);
      },
    });
    await world.tick(engine);
    expect(world.provider.requests).toEqual([]);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ cancelled: 5 });
  });

  it("that passes wholly unserved is recorded as missed", async () => {
    const mailing = await world.mailing({
      owner,
      recipients: 5,
      startLocal: await localIn(HOUR),
      endAt: await endIn(3 * HOUR),
    });
    await world.turn(DAY);
    await world.tick();
    expect(await world.attempts(mailing.id)).toMatchObject([
      { status: "missed", closingReason: "missed", planned: 0 },
    ]);
    expect(await mailingOf(mailing.id)).toMatchObject({ status: "finished", nextRunAt: null });
    expect(world.provider.requests).toEqual([]);
    await world.tick();
    expect(await world.attempts(mailing.id)).toHaveLength(1);
  });

  it("that passes while the mailing is held is recorded as missed too", async () => {
    const mailing = await world.mailing({
      owner,
      recipients: 5,
      startLocal: await localIn(HOUR),
      endAt: await endIn(3 * HOUR),
    });
    await pauseMailing(owner, mailing.id);
    await world.turn(DAY);
    await world.tick();
    expect(await world.attempts(mailing.id)).toMatchObject([{ status: "missed" }]);
  });

  it("set by hand finishes the mailing, with nothing more to come: no pause either, and a second click is no fault", async () => {
    const mailing = await world.mailing({
      owner,
      recipients: 5,
      period: "daily",
      startLocal: await localIn(-HOUR),
    });
    await world.tick();
    await pauseMailing(owner, mailing.id);
    expect((await finishMailing(owner, mailing.id)).ok).toBe(true);
    await world.turn(5 * DAY);
    await world.tick();
    expect(await world.attempts(mailing.id)).toHaveLength(1);
    expect(await mailingOf(mailing.id)).toMatchObject({ status: "finished", pausedAt: null });
    expect((await finishMailing(owner, mailing.id)).ok).toBe(true);
  });
});

describe("turns and deadlines", () => {
  it("ten small mailings are not starved by a big one that began before them", async () => {
    await world.mailing({ owner, recipients: 6_000 });
    const engine = world.engine({ settings: { inFlight: 1, chunk: 10_000 } });
    // Time to plan it, none to request anything of it.
    await world.tick(engine, TIME_TO_PLAN);
    const before = world.provider.requests.length;
    const small: string[] = [];
    for (let n = 0; n < 10; n += 1) small.push((await world.mailing({ owner, recipients: 3 })).id);
    await world.tick(engine);
    const keys = world.provider.requests.slice(before).map((request) => request.key?.slice(0, 36) ?? "");
    const batches = await world.db.batch.findMany({ where: { attempt: { mailingId: { in: small } } } });
    const places = batches.map((batch) => keys.indexOf(batch.id));
    expect(places).toHaveLength(10);
    expect(keys).toHaveLength(70);
    expect(places.every((place) => place >= 0 && place < 40)).toBe(true);
  });

  it("a tick with too little time for a request claims nothing and leaves nothing half done", async () => {
    const mailing = await world.mailing({ owner, recipients: 250 });
    const report = await world.tick(world.engine(), TIME_TO_PLAN);
    expect(report).toMatchObject({ requests: 0, end: "time" });
    expect(world.provider.requests).toEqual([]);
    expect(await world.db.batch.count({ where: { status: { not: "pending" } } })).toBe(0);
    await world.tick();
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 250 });
  });

  it("a plan that is broken off at a chunk goes on at its cursor, with nobody twice and nobody left out", async () => {
    const mailing = await world.mailing({ owner, recipients: 1_000 });
    for (let death = 0; death < 3; death += 1) {
      const dying = world.engine({
        reached: (step) => {
          if (step === "chunk_planned") throw new Error("the machine died");
        },
      });
      await expect(world.tick(dying)).rejects.toThrow("died");
    }
    await world.tick();
    expect([...world.provider.received().values()].filter((count) => count !== 1)).toEqual([]);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 1_000 });
    expect(await world.verify()).toEqual([]);
  });
});
