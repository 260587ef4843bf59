import { afterAll, beforeAll, expect, it } from "vitest";
import { liftStop, stopMailing } from "@/lib/mailings/commands";
import { World } from "@/tests/support/world";

let world: World;
beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());

it.each([
  ["has another role by now", { role: "user" }],
  ["is blocked by now", { blockedAt: new Date(), blockedReason: "Complaints" }],
  ["has closed the account", { closedAt: new Date() }],
] as const)(
  "a manager whose session was read before and who %s stops nothing and lifts nothing",
  async (_, data) => {
    const [free, stopped, manager, late] = await Promise.all([
      world.mailing({ owner: await world.user(), recipients: 1, startLocal: "2030-01-01T09:00:00" }),
      world.mailing({ owner: await world.user(), recipients: 1, startLocal: "2030-01-01T09:00:00" }),
      world.user("manager"),
      world.user("manager"),
    ]);
    expect((await stopMailing(manager, { mailingId: stopped.id, reason: "Spam" })).ok).toBe(true);
    await world.db.user.update({ where: { id: late.id }, data });
    const forbidden = { ok: false, code: "forbidden" };
    expect(await stopMailing(late, { mailingId: free.id, reason: "Spam" })).toEqual(forbidden);
    expect(await liftStop(late, { mailingId: stopped.id, reason: "No spam" })).toEqual(forbidden);
    const held = await world.db.mailing.findMany({
      where: { stoppedAt: { not: null }, id: { in: [free.id, stopped.id] } },
    });
    expect(held.map(({ id }) => id)).toEqual([stopped.id]);
  },
);
