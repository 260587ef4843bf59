import { afterAll, beforeAll, expect, it } from "vitest";
import { quotaLeft } from "@/lib/mailings/quota";
import { World } from "@/tests/support/world";

let world: World;
beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());

const PLAN = { daily: 10, monthly: 12 };
const nothingYet = { planned: 0, accepted: 0, uncertain: 0 };
const DAY = 24 * 60 * 60 * 1_000;

it("leaves of a plan what the runs of a rolling day and of the calendar month have not used, open ones included", async () => {
  await world.mailing({ owner: await world.user(), recipients: 3 });
  await world.tick();
  const [ended] = await world.db.attempt.findMany({ select: { id: true, closedAt: true, accepted: true } });
  expect(ended).toMatchObject({ accepted: 3 });
  const now = ended?.closedAt ?? new Date();
  expect(await quotaLeft(now, PLAN)).toEqual({ daily: 7, monthly: 9 });
  expect(await quotaLeft(new Date(now.getTime() + DAY + 1), PLAN)).toMatchObject({ daily: 10 });
  const nextMonth = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
  expect(await quotaLeft(nextMonth, PLAN)).toMatchObject({ monthly: 12 });
  await world.db.attempt.updateMany({ data: { planned: 23, uncertain: 20 } });
  expect(await quotaLeft(now, PLAN)).toEqual({ daily: 0, monthly: 0 });
  // As while it goes out: its batches hold the figures.
  await world.db.attempt.updateMany({ data: { status: "sending", closedAt: null, ...nothingYet } });
  expect(await quotaLeft(now, { daily: null, monthly: 12 })).toEqual({ daily: null, monthly: 9 });
});
