import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { removeMailing } from "@/lib/mailings/remove";
import { World, type User } from "@/tests/support/world";

let world: World;
let owner: User;
beforeAll(async () => {
  world = await World.create();
  owner = await world.user();
});
afterAll(() => world.close());

const LATER = "2090-01-01T09:00:00";

describe("a mailing that its owner removes", () => {
  it("is gone where it never ran", async () => {
    const mailing = await world.mailing({ owner, recipients: 1, startLocal: LATER });
    expect(await removeMailing(owner, mailing.id)).toMatchObject({
      ok: true,
      value: "deleted",
      changed: { tags: [`mailings:${owner.id}`, "figures"] },
    });
    expect(await world.db.mailing.count({ where: { id: mailing.id } })).toBe(0);
  });

  it("keeps its history where it ran, and runs no more", async () => {
    const mailing = await world.mailing({ owner, recipients: 3, period: "daily" });
    await world.settleDown();
    expect(await removeMailing(owner, mailing.id)).toMatchObject({
      ok: true,
      value: "archived",
      changed: { wake: true },
    });
    expect(await removeMailing(owner, mailing.id)).toEqual({ ok: false, code: "archived" });
    await world.turn(3 * 86_400_000);
    await world.tick();
    expect(await world.attempts(mailing.id)).toMatchObject([{ status: "succeeded", accepted: 3 }]);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 3 });
  });

  it("sends nothing of an open attempt any more, and the attempt says that it was stopped", async () => {
    const mailing = await world.mailing({ owner, recipients: 250 });
    const engine = world.engine({
      settings: { inFlight: 1 },
      reached: async (step) => {
        if (step === "settled") await removeMailing(owner, mailing.id);
      },
    });
    await world.tick(engine);
    await world.settleDown();
    expect(await world.attempts(mailing.id)).toMatchObject([
      { status: "stopped", accepted: 100, cancelled: 150 },
    ]);
    expect(await world.verify()).toEqual([]);
  });

  it("stays where somebody else asks, who is not told that it exists", async () => {
    const mailing = await world.mailing({ owner, recipients: 1, startLocal: LATER });
    for (const role of ["user", "manager", "admin"] as const) {
      expect(await removeMailing(await world.user(role), mailing.id)).toEqual({
        ok: false,
        code: "not_found",
      });
    }
    expect(await world.db.mailing.count({ where: { id: mailing.id } })).toBe(1);
  });

  it("cannot be deleted with its history by anybody: the database refuses", async () => {
    const mailing = await world.mailing({ owner, recipients: 1 });
    await world.settleDown();
    await expect(world.db.mailing.delete({ where: { id: mailing.id } })).rejects.toThrow();
  });
});
