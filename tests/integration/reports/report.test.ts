import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { month } from "@/lib/overview/month";
import { daysOfPeriod, type ReportPeriod } from "@/lib/reports/days";
import { report, reportByMailing, type ReportFigures } from "@/lib/reports/queries";
import { World, type User } from "@/tests/support/world";

const DAY = 86_400_000;
let world: World;
let owner: User;

beforeAll(async () => {
  world = await World.create();
  owner = await world.user();
});
afterAll(() => world.close());
beforeEach(() => world.forget());

const days = (period: ReportPeriod, zone: string) => daysOfPeriod(period, new Date(), zone);
const keys = ["planned", "accepted", "rejected", "skipped", "cancelled", "uncertain"] as const;

/** Counted from the deliveries themselves. */
async function ledgerOf(ownerId: string): Promise<Record<string, number>> {
  const rows = await world.db.$queryRaw<{ status: string; count: number }[]>`
    SELECT d.status::text AS status, count(*)::int AS count FROM deliveries d JOIN attempts a ON a.id = d.attempt_id
    WHERE a.owner_id = ${ownerId}::uuid GROUP BY d.status`;
  const counts = Object.fromEntries(rows.map(({ status, count }) => [status, count]));
  return { ...counts, planned: rows.reduce((sum, { count }) => sum + count, 0) };
}

function outcomes(figures: ReportFigures): Record<string, number> {
  return Object.fromEntries(keys.map((key) => [key, figures[key]]));
}

describe("a report", () => {
  it("says what the ledger says, while runs are open and after, by day and by mailing", async () => {
    const bad = await world.mailing({ owner, recipients: 230 });
    world.provider.badAddress(bad.addresses[7] ?? "");
    const { email } = await world.db.recipient.findFirstOrThrow({ where: { email: bad.addresses[9] } });
    await world.db.suppression.create({ data: { ownerId: owner.id, email, reason: "manual" } });
    const daily = await world.mailing({ owner, recipients: 3, period: "daily" });
    const once = world.engine({ settings: { inFlight: 1 } });
    await world.tick(once, 40_000);
    const open = await report(owner, "own", days("month", "UTC"));
    const known = await ledgerOf(owner.id);
    for (const key of keys) expect(open?.total[key], key).toBe(known[key] ?? 0);
    await world.settleDown();
    await world.db.$executeRaw`
      UPDATE deliveries SET fate = 'bounced' WHERE address = ${daily.addresses[0]}`;
    const found = await report(owner, "own", days("month", "UTC"));
    const ledger = await ledgerOf(owner.id);
    for (const key of keys) expect(found?.total[key], key).toBe(ledger[key] ?? 0);
    expect(found).toMatchObject({ mailings: 2, total: { bounced: 1, unsuccessful: 1 } });
    const byMailing = await reportByMailing(owner, "own", days("month", "UTC"));
    expect(byMailing?.map(({ id }) => id)).toEqual([bad.id, daily.id]);
    const sum = (rows: readonly ReportFigures[]) =>
      rows
        .map(outcomes)
        .reduce((one, other) =>
          Object.fromEntries(keys.map((key) => [key, (one[key] ?? 0) + (other[key] ?? 0)])),
        );
    expect(sum(byMailing ?? [])).toEqual(outcomes(found?.total ?? ({} as ReportFigures)));
    const shown = await month(owner, "own", new Date(), "UTC");
    const { accepted = 0, rejected = 0, uncertain = 0 } = outcomes(found?.total ?? ({} as ReportFigures));
    expect(shown?.total).toEqual({ accepted, others: rejected + uncertain });
    expect(shown?.days).toHaveLength(30);
    expect(shown?.days.at(-1)?.values).toEqual(shown?.total);
    expect(sum(found?.days ?? [])).toEqual(sum(byMailing ?? []));
  });

  it("leaves out what ran before its period, and tells days apart in the zone asked for", async () => {
    const mailing = await world.mailing({ owner, recipients: 1 });
    await world.settleDown();
    await world.db.attempt.updateMany({
      where: { mailingId: mailing.id },
      data: { createdAt: new Date("2026-01-01T22:30:00Z") },
    });
    expect((await report(owner, "own", days("week", "UTC")))?.total.attempts).toBe(0);
    const recent = new Date(Date.now() - 2 * DAY);
    recent.setUTCHours(22, 30, 0, 0);
    await world.db.attempt.updateMany({ where: { mailingId: mailing.id }, data: { createdAt: recent } });
    const dayIn = async (zone: string) => (await report(owner, "own", days("week", zone)))?.days[0]?.day;
    expect(await dayIn("UTC")).toBe(recent.toISOString().slice(0, 10));
    const next = new Date(recent.getTime() + DAY).toISOString().slice(0, 10);
    expect(await dayIn("Europe/Moscow")).toBe(next);
  });

  it("shows one's own to who may own mailings, and everybody's to who watches over them", async () => {
    await world.mailing({ owner, recipients: 1 });
    await world.settleDown();
    const other = await world.user();
    expect((await report(other, "own", days("month", "UTC")))?.total.attempts).toBe(0);
    expect(await report(owner, "all", days("month", "UTC"))).toBeNull();
    for (const role of ["manager", "admin"] as const) {
      const watching = await world.user(role);
      expect((await report(watching, "all", days("month", "UTC")))?.total.attempts).toBe(1);
    }
    expect(await report(await world.user("content_manager"), "own", days("month", "UTC"))).toBeNull();
  });
});
