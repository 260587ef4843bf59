import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { demoDataAllowed } from "@/lib/env";
import { turnClock } from "@/scripts/shell/turn-clock";
import { World } from "@/tests/support/world";

vi.mock("@/lib/env", async (original) => ({ ...(await original<object>()), demoDataAllowed: vi.fn() }));

let world: World;
beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());

it("a clock that is turned by a week makes next week's mailing due, and never goes back", async () => {
  vi.mocked(demoDataAllowed).mockReturnValue(true);
  const startLocal = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 19);
  const mailing = await world.mailing({ owner: await world.user(), recipients: 2, startLocal });
  await world.tick();
  expect(await world.attempts(mailing.id)).toEqual([]);
  const turned = await turnClock("7 days");
  expect(turned.getTime()).toBeGreaterThan(Date.now() + 6 * 86_400_000);
  expect((await turnClock("-30 days")).getTime()).toBeGreaterThanOrEqual(turned.getTime());
  await world.settleDown();
  expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 2 });
});
