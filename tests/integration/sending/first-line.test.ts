import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { World } from "@/tests/support/world";

let world: World;
beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());

describe("a mailing that is due", () => {
  it("goes to each of its recipients once, and the ledger says so", async () => {
    const owner = await world.user();
    const mailing = await world.mailing({ owner, recipients: 1_050 });
    const report = await world.tick();
    expect(report).toMatchObject({ attempts: 1, planned: 1_050, accepted: 1_050, closed: 1 });
    const received = world.provider.received();
    expect(mailing.addresses.filter((address) => received.get(address) !== 1)).toEqual([]);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 1_050 });
    expect(await world.attempts(mailing.id)).toMatchObject([
      { status: "succeeded", planned: 1_050, accepted: 1_050, kind: "scheduled", answerCode: "accepted" },
    ]);
    expect(await world.verify()).toEqual([]);
    expect(await world.db.mailing.findUnique({ where: { id: mailing.id } })).toMatchObject({
      status: "finished",
      nextRunAt: null,
    });
  });
});
