import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connect, type Database } from "@/lib/db";
import { startByHand } from "@/lib/mailings/commands";
import { editMailing } from "@/lib/mailings/save";
import { PAST_LEASES, World, type User, type PlannedMailing } from "@/tests/support/world";

let world: World;
let other: Database;
let owner: User;
let mailing: PlannedMailing;

beforeEach(async () => {
  world = await World.create();
  other = connect(world.url);
  owner = await world.user();
  mailing = await world.mailing({ owner, recipients: 5, period: "daily" });
});
afterEach(async () => {
  await other.$disconnect();
  await world.close();
});

/** Holds the mailing's row, does `meanwhile` in the transaction that holds it, and lets `waiting` wait for it. */
async function whileLocked<T>(meanwhile: string[], waiting: () => Promise<T>): Promise<T> {
  let waited: Promise<T> | undefined;
  await other.$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM mailings WHERE id = ${mailing.id}::uuid FOR NO KEY UPDATE`;
      waited = waiting();
      await untilSomebodyWaits();
      for (const statement of meanwhile) await tx.$executeRawUnsafe(statement);
    },
    { timeout: 30_000 },
  );
  if (waited === undefined) throw new Error("nobody waited");
  return waited;
}

async function untilSomebodyWaits(): Promise<void> {
  for (;;) {
    const rows = await world.db.$queryRaw<unknown[]>`
      SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    if (rows.length > 0) return;
  }
}

function plannedAttempt(kind: "scheduled" | "manual", at: string): string {
  const startId = kind === "manual" ? `'${randomUUID()}'` : "NULL";
  return `INSERT INTO attempts (id, mailing_id, owner_id, kind, occurrence_at, start_id, subject, preheader, html, text,
      from_address, reply_to, language, sender_name, batch_size)
    VALUES (uuid_v7(), '${mailing.id}', '${owner.id}', '${kind}', ${at}, ${startId}, 's', '', 'h', 't', 'mail@posthorn.test',
      'vera@people.test', 'en', 'Vera', 100)`;
}

describe("whoever waits for a mailing that is being planned", () => {
  it("and changes its schedule does not run the planned occurrence again", async () => {
    const { messageId, lastPlannedAt } = await world.db.mailing.findUniqueOrThrow({
      where: { id: mailing.id },
    });
    expect(lastPlannedAt).toBeNull();
    const edited = await whileLocked(
      [
        plannedAttempt(
          "scheduled",
          "date_trunc('day', engine_now()) + interval '9 hours' - interval '1 day'",
        ),
        `UPDATE mailings SET status = 'running', last_planned_at = date_trunc('day', engine_now()) + interval '9 hours' - interval '1 day',
          next_run_at = date_trunc('day', engine_now()) + interval '33 hours' WHERE id = '${mailing.id}'`,
      ],
      () =>
        editMailing(owner, mailing.id, {
          name: "Earlier",
          messageId,
          listIds: [mailing.listId],
          recipientIds: [],
          startLocal: "2026-01-01T08:55:00",
          timeZone: "UTC",
          period: "daily",
          endAt: null,
        }),
    );
    expect(edited).toMatchObject({ ok: true });
    const after = await world.db.mailing.findUniqueOrThrow({ where: { id: mailing.id } });
    expect(after.status).toBe("running");
    expect(after.nextRunAt?.getTime()).toBeGreaterThan(Date.now());
    await world.settleDown();
    expect([...world.provider.received().values()].filter((count) => count > 1)).toEqual([]);
  });

  it("and starts it by hand reads that an attempt is open", async () => {
    const started = await whileLocked([plannedAttempt("scheduled", "engine_now()")], () =>
      startByHand(owner, { mailingId: mailing.id, startId: randomUUID(), keepScheduled: false }),
    );
    expect(started).toEqual({ ok: false, code: "attempt_open" });
  });
});

describe("an occurrence that falls due beside a start by hand", () => {
  it("keeps its place: it runs when the started attempt is closed", async () => {
    const { nextRunAt } = await world.db.mailing.findUniqueOrThrow({ where: { id: mailing.id } });
    const started = await startByHand(owner, {
      mailingId: mailing.id,
      startId: randomUUID(),
      keepScheduled: false,
    });
    expect(started).toMatchObject({ ok: true, value: { scheduledRunComes: nextRunAt } });
    await world.settleDown();
    await world.settleDown();
    expect((await world.attempts(mailing.id)).map((attempt) => attempt.kind)).toEqual([
      "manual",
      "scheduled",
    ]);
    expect(await world.verify()).toEqual([]);
  });
});

describe("a batch in which everybody was skipped", () => {
  it("is closed, also when its deliveries were closed and the machine died before the batch was", async () => {
    await world.tick(world.engine({ reached: throwAt("claimed") })).catch(() => undefined);
    await world.turn(PAST_LEASES);
    await world.db
      .$executeRaw`UPDATE deliveries SET status = 'skipped', reason = 'manual', settled_at = engine_now()`;
    await world.db.$executeRaw`UPDATE batches SET skipped = size`;
    await world.settleDown(3);
    expect(await world.attempts(mailing.id)).toMatchObject([{ status: "cancelled", skipped: 5 }]);
    expect(await world.verify()).toEqual([]);
  });
});

describe("a once-mailing that was started by hand before its time", () => {
  it("runs at the times of a schedule that is changed after it", async () => {
    const early = await world.mailing({ owner, recipients: 2, startLocal: "2090-12-01T09:00:00" });
    await startByHand(owner, { mailingId: early.id, startId: randomUUID(), keepScheduled: false });
    await world.settleDown();
    const { messageId } = await world.db.mailing.findUniqueOrThrow({ where: { id: early.id } });
    await editMailing(owner, early.id, {
      name: "Daily now",
      messageId,
      listIds: [early.listId],
      recipientIds: [],
      startLocal: "2080-01-01T09:00:00",
      timeZone: "UTC",
      period: "daily",
      endAt: null,
    });
    expect(await world.db.mailing.findUniqueOrThrow({ where: { id: early.id } })).toMatchObject({
      nextRunAt: new Date("2080-01-01T09:00:00Z"),
    });
  });
});

function throwAt(step: string) {
  return (reached: string) => {
    if (reached === step) throw new Error(`thrown away at ${step}`);
  };
}
