import { afterAll, beforeAll, expect, it } from "vitest";
import { forgetEnv } from "@/lib/env";
import { watchedMailing } from "@/lib/mailings/watched";
import { World, type User } from "@/tests/support/world";

const MINUTE = 60_000;
const RECIPIENTS = 5_000;
const MINUTES_AWAY = 10;
/** Requests that pass before, and those whose emails are taken while the answer is lost. */
const [PASSED, LOST] = [20, 2];

let world: World;
let owner: User;
beforeAll(async () => {
  world = await World.create();
  // The cache belongs to Next's server; here every read goes to the database.
  process.env.CACHE_ENABLED = "off";
  forgetEnv();
  owner = await world.user();
});
afterAll(() => world.close());

it("a provider that is away for ten minutes amid 5,000 emails: the page says that sending waits and since when, and all go out once by themselves", async () => {
  const mailing = await world.mailing({ owner, recipients: RECIPIENTS });
  const page = async () => {
    const shown = await watchedMailing(owner, mailing.id);
    if (shown === null) throw new Error("the page does not exist");
    return shown;
  };
  let isAway = true;
  world.provider.when(({ nth }) => {
    if (!isAway || nth <= PASSED) return null;
    if (nth <= PASSED + LOST) return { kind: "reset_after" };
    return { kind: "status", code: 503, name: "down", message: "Down." };
  });
  await world.tick();
  const { haltedAt } = await world.db.providerState.findUniqueOrThrow({ where: { id: 1 } });
  const accepted = (await page()).progress.attempt?.accepted ?? 0;
  expect(accepted).toBeGreaterThan(0);
  expect(accepted).toBeLessThan(RECIPIENTS / 2);
  const asked = world.provider.requests.length;
  for (let minute = 0; minute < MINUTES_AWAY; minute += 1) {
    const { halt, progress } = await page();
    expect(halt).toMatchObject({ cause: "failing", since: haltedAt });
    expect(progress.attempt).toMatchObject({ planned: RECIPIENTS, accepted });
    await world.turn(MINUTE);
    await world.tick();
  }
  // One probe at a time asks meanwhile; it is not hammered at.
  expect(world.provider.requests.length - asked).toBeLessThanOrEqual(MINUTES_AWAY);
  isAway = false;
  await world.settleDown();
  expect((await page()).halt).toBeNull();
  expect(await world.attempts(mailing.id)).toMatchObject([
    { status: "succeeded", planned: RECIPIENTS, accepted: RECIPIENTS },
  ]);
  const received = world.provider.received();
  expect(received.size).toBe(RECIPIENTS);
  expect([...received.values()].filter((count) => count !== 1)).toEqual([]);
  expect(await world.verify()).toEqual([]);
});
