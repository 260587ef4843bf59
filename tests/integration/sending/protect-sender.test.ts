import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { resumeMailing } from "@/lib/mailings/commands";
import { World, type PlannedMailing, type User } from "@/tests/support/world";

const DAY = 86_400_000;
let world: World;
let owner: User;
beforeAll(async () => {
  world = await World.create();
  owner = await world.user();
});
afterAll(() => world.close());
beforeEach(() => world.forget());

const daily = (recipients: number) => world.mailing({ owner, recipients, period: "daily" });
const stored = ({ id }: PlannedMailing) => world.db.mailing.findUniqueOrThrow({ where: { id } });

/** As webhooks leave them. */
async function fate(mailing: PlannedMailing, kind: "bounced" | "complained", count: number) {
  await world.db.$executeRaw`
    UPDATE deliveries SET fate = ${kind}::delivery_fate, fate_at = engine_now() WHERE id IN (
      SELECT d.id FROM deliveries d JOIN attempts a ON a.id = d.attempt_id
      WHERE a.mailing_id = ${mailing.id}::uuid AND d.fate IS NULL AND d.status = 'accepted'
      ORDER BY a.created_at DESC, d.id LIMIT ${count})`;
}

describe("a mailing of whose run too many emails failed", () => {
  it("is held before its next run when more than 4 % bounced, and says how many of how many", async () => {
    const mailing = await daily(250);
    await world.tick();
    await fate(mailing, "bounced", 11);
    await world.turn(DAY);
    await world.tick();
    expect(await world.attempts(mailing.id)).toHaveLength(1);
    expect(await stored(mailing)).toMatchObject({
      protectedAt: expect.any(Date),
      protectedCode: "bounces",
      protectedEvents: 11,
      protectedAccepted: 250,
    });
  });

  it("is not held by 4 % exactly, nor by nine of few", async () => {
    const [atTheLimit, few] = [await daily(250), await daily(9)];
    await world.tick();
    await fate(atTheLimit, "bounced", 10);
    await fate(few, "bounced", 9);
    await world.tick();
    expect(await stored(atTheLimit)).toMatchObject({ protectedAt: null });
    expect(await stored(few)).toMatchObject({ protectedAt: null });
  });

  it("is held by three complaints of 250, the graver of two reasons", async () => {
    const mailing = await daily(250);
    await world.tick();
    await fate(mailing, "complained", 3);
    await fate(mailing, "bounced", 20);
    await world.tick();
    expect(await stored(mailing)).toMatchObject({ protectedCode: "complaints", protectedEvents: 3 });
  });

  it("is held in the middle of a run: the rest stays unsent until the owner resumes it, and then goes out once", async () => {
    const mailing = await daily(400);
    let asked = 0;
    world.provider.when(() => ((asked += 1) > 2 ? { kind: "rate_limited", retryAfter: 3_000 } : null));
    await world.tick(world.engine({ settings: { inFlight: 1, chunk: 400 } }));
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 200, pending: 200 });
    await fate(mailing, "bounced", 12);
    world.provider.reset();
    await world.turn(3_001_000);
    await world.tick();
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 200, pending: 200 });
    expect(await resumeMailing(owner, mailing.id)).toMatchObject({ ok: true });
    await world.settleDown();
    expect(await stored(mailing)).toMatchObject({ protectedAt: null, protectedEvents: null });
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 400 });
    expect(await world.verify()).toEqual([]);
  });

  it("is held again by its next run, and not by what came of a run that its owner has decided about", async () => {
    const mailing = await daily(250);
    await world.tick();
    await fate(mailing, "bounced", 11);
    await world.tick();
    await resumeMailing(owner, mailing.id);
    await fate(mailing, "bounced", 50);
    await world.tick();
    expect(await stored(mailing)).toMatchObject({ protectedAt: null });
    await world.turn(DAY);
    await world.tick();
    await fate(mailing, "bounced", 30);
    await world.tick();
    expect(await stored(mailing)).toMatchObject({ protectedCode: "bounces", protectedEvents: 30 });
  });
});
