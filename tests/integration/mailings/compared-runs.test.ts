import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { retryRejected } from "@/lib/attempts/retry";
import { comparedRuns } from "@/lib/mailings/compared-runs";
import { percentOf, pointsSince } from "@/lib/mailings/run-shares";
import { providerEvent, recordProviderEvent } from "@/lib/sending/provider-events";
import { World, type User } from "@/tests/support/world";

const DAY = 86_400_000;

let world: World;
let owner: User;

beforeAll(async () => {
  world = await World.create();
  owner = await world.user();
});
afterAll(() => world.close());

/** Said days after it was sent, so that nothing looks like a program's reading. */
async function told(deliveryId: string, type: string): Promise<void> {
  const data = {
    tags: { delivery: deliveryId },
    bounce: { type: "Temporary" },
    click: { link: "https://a.test/" },
  };
  const event = providerEvent.parse({ type, created_at: new Date(Date.now() + 9 * DAY).toISOString(), data });
  await recordProviderEvent(world.db, randomUUID(), event);
}

async function tellOf(attemptId: string, bounced: number, opened: number, clicked: number): Promise<void> {
  const sent = await world.db.delivery.findMany({
    where: { attemptId, status: "accepted" },
    orderBy: { address: "asc" },
  });
  for (const { id } of sent.slice(0, bounced)) await told(id, "email.bounced");
  for (const { id } of sent.slice(bounced, bounced + opened)) await told(id, "email.opened");
  for (const { id } of sent.slice(bounced, bounced + clicked)) await told(id, "email.clicked");
}

/** The figures of an attempt, counted from its deliveries one by one. */
async function recount(attemptId: string) {
  const [row] = await world.db.$queryRaw<Record<string, number>[]>`
    SELECT count(*)::int AS planned, (count(*) FILTER (WHERE status = 'accepted'))::int AS accepted,
      (count(*) FILTER (WHERE fate = 'bounced'))::int AS bounced, (count(opened_at))::int AS opened,
      (count(clicked_at))::int AS clicked
    FROM deliveries WHERE attempt_id = ${attemptId}::uuid`;
  return row ?? {};
}

it("sets a mailing's closed runs beside one another, the newest first, without retries and other mailings", async () => {
  const mailing = await world.mailing({ owner, recipients: 40, period: "daily" });
  await world.settleDown();
  await world.turn(DAY);
  await world.settleDown();
  world.provider.badAddress(mailing.addresses[39] ?? "");
  await world.turn(DAY);
  await world.settleDown();
  const runs = (await world.attempts(mailing.id)).map(({ id }) => id);
  const [first = "", second = "", third = ""] = runs;
  expect(runs).toHaveLength(3);
  await tellOf(first, 2, 10, 4);
  await tellOf(second, 1, 8, 8);
  await tellOf(third, 0, 13, 0);
  const other = await world.mailing({ owner, recipients: 3 });
  expect(await retryRejected(owner, { attemptId: third, startId: randomUUID() })).toMatchObject({ ok: true });
  await world.settleDown();
  expect(await world.attempts(mailing.id)).toHaveLength(4);
  expect(await world.attempts(other.id)).toHaveLength(1);

  const compared = await comparedRuns(mailing.id);
  expect(compared.map(({ id }) => id)).toEqual([third, second, first]);
  expect(compared).toMatchObject([
    { planned: 40, accepted: 39, bounced: 0, opened: 13, clicked: 0 },
    { planned: 40, accepted: 40, bounced: 1, opened: 8, clicked: 8 },
    { planned: 40, accepted: 40, bounced: 2, opened: 10, clicked: 4 },
  ]);
  for (const run of compared) expect(run).toMatchObject(await recount(run.id));

  const [newest, before] = compared;
  if (newest === undefined || before === undefined) throw new Error("two runs are compared");
  expect(percentOf(newest, "opened")).toBe(33.3);
  expect(pointsSince(newest, before, "opened")).toBe(13.3);
  expect(pointsSince(newest, before, "clicked")).toBe(-20);
  expect(percentOf({ ...newest, accepted: 0 }, "opened")).toBeNull();
});
