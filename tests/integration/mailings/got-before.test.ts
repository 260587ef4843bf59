import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { retryRejected } from "@/lib/attempts/retry";
import { pauseMailing, resumeMailing } from "@/lib/mailings/commands";
import { Audiences } from "@/tests/support/audience";

const PEOPLE = 40;
let ground: Audiences;
beforeAll(async () => {
  ground = await Audiences.create(PEOPLE, 1);
}, 120_000);
afterAll(() => ground.world.close());

describe("whoever got the message before", () => {
  it("is reached once, though two mailings of one message are planned and sent at the same time", async () => {
    await ground.world.forget();
    for (let round = 0; round < 5; round += 1) {
      await ground.world.forget();
      for (const name of ["One", "Two"]) await ground.due(name, { toEverybody: true, exceptGotBefore: true });
      await Promise.all([
        ground.world.tick(ground.engine()),
        ground.world.tick(ground.engine()),
        ground.world.tick(ground.engine()),
      ]);
      await ground.world.settleDown(5, ground.engine());
      expect([...ground.world.provider.received().values()]).toEqual(ground.people.map(() => 1));
      expect(await ground.world.verify()).toEqual([]);
    }
  });

  it("is looked at again before each request: whoever got the message since the plan is skipped", async () => {
    await ground.world.forget();
    const careful = await ground.due("Careful", { toEverybody: true, exceptGotBefore: true });
    await ground.plan();
    await pauseMailing(ground.owner, careful);
    const first = ground.idsOf([0, 1, 2, 3]);
    await ground.due("Careless", { recipientIds: first });
    await ground.world.tick(ground.engine());
    await resumeMailing(ground.owner, careful);
    await ground.world.settleDown(5, ground.engine());
    expect([...ground.world.provider.received().values()]).toEqual(ground.people.map(() => 1));
    expect(await ground.world.deliveriesByStatus(careful)).toEqual({ accepted: PEOPLE - 4, skipped: 4 });
    const skipped = await ground.world.db.delivery.findMany({
      where: { status: "skipped" },
      orderBy: { recipientId: "asc" },
      select: { recipientId: true, reason: true },
    });
    expect(skipped).toEqual(first.map((recipientId) => ({ recipientId, reason: "got_before" })));
  });

  it("is reached by one of two mailings that learn after their plans to leave each other's people out", async () => {
    await ground.world.forget();
    for (const name of ["One", "Two"]) await ground.due(name, { toEverybody: true });
    await ground.plan();
    await ground.world.db.mailing.updateMany({ data: { exceptGotBefore: true } });
    await Promise.all([ground.world.tick(ground.engine()), ground.world.tick(ground.engine())]);
    await ground.world.settleDown(5, ground.engine());
    expect([...ground.world.provider.received().values()]).toEqual(ground.people.map(() => 1));
  });

  it("is not reached by the earlier plan while the request of a later one may be on its way", async () => {
    await ground.world.forget();
    const chosen = ground.idsOf([0, 1, 2]);
    const [early, late] = [
      await ground.due("Early", { recipientIds: chosen }),
      await ground.due("Late", { recipientIds: chosen }),
    ];
    await ground.plan();
    await pauseMailing(ground.owner, early);
    ground.world.provider.script({ kind: "reset_after" });
    await ground.world.tick(ground.engine());
    await ground.world.db.mailing.updateMany({ data: { exceptGotBefore: true } });
    await pauseMailing(ground.owner, late);
    await resumeMailing(ground.owner, early);
    await ground.world.tick(ground.engine());
    expect(await ground.world.deliveriesByStatus(early)).toEqual({ skipped: 3 });
    await resumeMailing(ground.owner, late);
    await ground.world.settleDown(5, ground.engine());
    expect(await ground.world.deliveriesByStatus(late)).toEqual({ accepted: 3 });
    expect([...ground.world.provider.received().values()]).toEqual([1, 1, 1]);
  });

  it("is looked up once more with the mark: the choice may be made while a request is written", async () => {
    await ground.world.forget();
    const chosen = ground.idsOf([0, 1]);
    const early = await ground.due("Early", { recipientIds: chosen });
    await ground.plan();
    await pauseMailing(ground.owner, early);
    const late = await ground.due("Late", { recipientIds: chosen });
    let written = false;
    const turnsOn = ground.world.engine({
      reached: async (step) => {
        if (step !== "frozen" || written) return;
        written = true;
        await ground.world.db.mailing.updateMany({ data: { exceptGotBefore: true } });
      },
    });
    await ground.world.tick(turnsOn);
    expect(written).toBe(true);
    await resumeMailing(ground.owner, early);
    await ground.world.settleDown(5, ground.engine());
    expect(await ground.world.deliveriesByStatus(early)).toEqual({ accepted: 2 });
    expect(await ground.world.deliveriesByStatus(late)).toEqual({ skipped: 2 });
    expect([...ground.world.provider.received().values()]).toEqual([1, 1]);
  });

  it("is left out of the next run; who has left an excluded list since is reached by it", async () => {
    await ground.world.forget();
    await ground.setMembers(0, [0, 1]);
    const mailing = await ground.due("Daily", {
      ...{
        toEverybody: true,
        exceptGotBefore: true,
        exceptListIds: [ground.listIds[0] ?? ""],
        period: "daily",
      },
    });
    await ground.world.tick(ground.engine());
    await ground.setMembers(0, [0]);
    await ground.world.turn(25 * 3_600_000);
    await ground.world.tick(ground.engine());
    const [first, second] = await ground.world.attempts(mailing);
    expect(first).toMatchObject({ planned: PEOPLE - 2, accepted: PEOPLE - 2, messageId: ground.messages[0] });
    expect(second).toMatchObject({ planned: PEOPLE - 1, accepted: 1, skipped: PEOPLE - 2 });
  });

  it("is reached once, though a run is retried after a later one reached whom it did not", async () => {
    await ground.world.forget();
    const mailing = await ground.due("Daily", { toEverybody: true, exceptGotBefore: true, period: "daily" });
    ground.world.provider.badAddress(ground.emailOf(0));
    ground.world.provider.badAddress(ground.emailOf(1));
    await ground.world.tick(ground.engine());
    ground.world.provider.reset();
    ground.world.provider.badAddress(ground.emailOf(1));
    await ground.world.turn(25 * 3_600_000);
    await ground.world.tick(ground.engine());
    ground.world.provider.reset();
    const [first, second] = await ground.world.attempts(mailing);
    expect(second).toMatchObject({ accepted: 1, rejected: 1 });
    const retry = { attemptId: first?.id ?? "", startId: randomUUID() };
    expect(await retryRejected(ground.owner, retry)).toMatchObject({ ok: true });
    await ground.world.tick(ground.engine());
    const retried = (await ground.world.attempts(mailing)).find(({ retryOfId }) => retryOfId === first?.id);
    expect(retried).toMatchObject({ planned: 2, accepted: 1, skipped: 1 });
    expect([...ground.world.provider.received().entries()]).toEqual([[ground.emailOf(1), 1]]);
    expect(await ground.world.verify()).toEqual([]);
  });
});
