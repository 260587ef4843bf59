import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { listedAttempts } from "@/lib/attempts/list";
import { askedAttempts } from "@/lib/attempts/asked";
import { month } from "@/lib/overview/month";
import { START } from "@/lib/paging/address";
import { writeDays, type Days } from "@/lib/reports/days";
import { reportedDeliveries } from "@/lib/reports/deliveries";
import { growth } from "@/lib/reports/growth";
import { report } from "@/lib/reports/queries";
import { reportByHour } from "@/lib/reports/receiving";
import { World, type User } from "@/tests/support/world";

// Outside of Next nothing is cached.
vi.mock("next/cache", () => ({ unstable_cache: (read: unknown) => read }));

const ZONE = "Europe/Berlin";
const HOUR = 3_600_000;
let world: World;
let owner: User;

beforeAll(async () => {
  world = await World.create();
  owner = await world.user();
});
afterAll(() => world.close());
beforeEach(() => world.forget());

const within = (first: string, last = first): Days => ({ first, last, timeZone: ZONE });

/** A run with a recipient each at some instants, and recipients and suppressions that were added then. */
async function ranAt(instants: readonly Date[]): Promise<void> {
  const mailing = await world.mailing({ owner, recipients: 1 });
  await world.settleDown();
  const [attempt] = await world.attempts(mailing.id);
  await world.db.recipient.deleteMany({ where: { ownerId: owner.id } });
  for (const at of instants) {
    await world.db.$executeRaw`
      INSERT INTO attempts SELECT (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'start_id', NULL,
        'occurrence_at', ${at}::timestamptz, 'created_at', ${at}::timestamptz))).*
      FROM attempts a WHERE a.id = ${attempt?.id}::uuid`;
    const email = `at${at.getTime()}@mail.test`;
    // Ids begin with the time at which they were made.
    const time = at.getTime().toString(16).padStart(12, "0");
    const id = `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
    await world.db.recipient.create({ data: { id, ownerId: owner.id, email, createdAt: at } });
    await world.db.suppression.create({
      data: { ownerId: owner.id, email, reason: "manual", createdAt: at },
    });
  }
}

describe.each([
  ["of 25 hours", "2026-10-24", "2026-10-25", "2026-10-26", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"],
  ["of 23 hours", "2026-03-28", "2026-03-29", "2026-03-30", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"],
])("a day %s", (_hours, eve, day, next, begin, end) => {
  it("has in reports, charts and lists what happened from its first to its last millisecond, and nothing else", async () => {
    const [from, before] = [new Date(begin), new Date(end)];
    const last = new Date(before.getTime() - 1);
    await ranAt([new Date(from.getTime() - 1), from, new Date(from.getTime() + 12 * HOUR), last, before]);
    const found = await report(owner, "own", within(eve, next));
    expect(found?.days.map((row) => [row.day, row.attempts])).toEqual([
      [next, 1],
      [day, 3],
      [eve, 1],
    ]);
    expect((await report(owner, "own", within(day)))?.total.attempts).toBe(3);
    const { filter } = askedAttempts({ period: writeDays(within(day)) }, ZONE);
    expect((await listedAttempts(owner, "own", filter, START))?.rows).toHaveLength(3);
    const came = await growth(owner, "own", within(eve, next));
    expect(came?.days).toEqual([
      { day: next, added: 1, lost: 1 },
      { day, added: 3, lost: 3 },
      { day: eve, added: 1, lost: 1 },
    ]);
    expect((await growth(owner, "own", within(day)))?.total).toEqual({ added: 3, lost: 3 });
    const shown = await month(owner, "own", before, ZONE);
    expect(shown?.days.slice(-3).map(({ at, values }) => [at, values["accepted"]])).toEqual([
      [eve, 1],
      [day, 3],
      [next, 1],
    ]);
  });
});

it.each([
  // 02:30 twice: an hour before the clocks go back, and after.
  [
    "2026-10-25",
    { 1: 1, 2: 2, 3: 1 },
    ["2026-10-24T23:30", "2026-10-25T00:30", "2026-10-25T01:30", "2026-10-25T02:30"],
  ],
  // The clocks show 03:00 after 01:59.
  [
    "2026-03-29",
    { 1: 1, 3: 2, 4: 1 },
    ["2026-03-29T00:59", "2026-03-29T01:00", "2026-03-29T01:59", "2026-03-29T02:00"],
  ],
] as const)(
  "hours of %s are those of the reader's clocks, which show one twice or leave one out",
  async (day, wanted, instants) => {
    const mailing = await world.mailing({ owner, recipients: instants.length });
    await world.settleDown();
    const noon = new Date(`${day}T11:00:00Z`);
    await world.db.attempt.updateMany({ where: { mailingId: mailing.id }, data: { createdAt: noon } });
    for (const [n, at] of instants.entries())
      await world.db.delivery.updateMany({
        where: { address: mailing.addresses[n] ?? "" },
        data: { openedAt: new Date(`${at}:00Z`) },
      });
    const hours = await reportByHour(owner, "own", within(day));
    const opened = Object.fromEntries(
      (hours ?? []).filter((row) => row.opened > 0).map((row) => [row.hour, row.opened]),
    );
    expect(opened).toEqual(wanted);
    for (const [hour, count] of Object.entries(wanted)) {
      const behind = { days: within(day), mailing: "", domain: "", link: "", search: "" };
      const page = await reportedDeliveries(
        owner,
        "own",
        { ...behind, outcome: "opened", hour: Number(hour) },
        START,
      );
      expect(page?.rows).toHaveLength(count);
    }
  },
);
