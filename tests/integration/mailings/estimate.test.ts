import { afterAll, beforeAll, expect, it } from "vitest";
import { audienceFigures } from "@/lib/mailings/audience";
import { forecastDraft, type Draft } from "@/lib/mailings/draft-forecast";
import { connectExplaining, type ExplainedQuery } from "@/tests/support/explaining-database";
import { World, type User } from "@/tests/support/world";

/** Ids that end in each byte equally often, so that an estimate from some of the bytes is no matter of luck. */
const PEOPLE = 1_024;
let world: World;
let owner: User;
let lists: [string, string];

beforeAll(async () => {
  world = await World.create();
  owner = await world.user();
  await world.db.$executeRaw`
    INSERT INTO recipients (id, owner_id, email)
    SELECT ('01980000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, ${owner.id}::uuid, 'r' || n || '@mail.test'
    FROM generate_series(0, ${PEOPLE - 1}::int) n`;
  const list = async (name: string, under: number) => {
    const { id } = await world.db.recipientList.create({ data: { ownerId: owner.id, name } });
    await world.db.$executeRaw`
      INSERT INTO list_members (list_id, recipient_id)
      SELECT ${id}::uuid, id FROM recipients WHERE owner_id = ${owner.id}::uuid AND get_byte(uuid_send(id), 14) < ${under}::int`;
    return id;
  };
  // Of four times 256, all and a quarter.
  lists = [await list("All", 4), await list("A quarter", 1)];
  await world.db.$executeRaw`
    INSERT INTO suppressions (owner_id, email, reason) SELECT owner_id, email, 'bounced' FROM recipients
    WHERE owner_id = ${owner.id}::uuid AND get_byte(uuid_send(id), 14) = 3`;
});
afterAll(() => world.close());

const draft = (audience: Partial<Draft>): Draft => ({
  ...{ listIds: [], recipientIds: [], messageId: null, mailingId: null, ...audience },
  schedule: { startLocal: "2040-01-01T09:00:00", timeZone: "UTC", period: "daily", endAt: null },
});

async function figuresOf(audience: Partial<Draft>, mostCounted?: number) {
  const forecast = await forecastDraft(owner, draft(audience), 1, mostCounted);
  if (forecast === null) throw new Error("no forecast came");
  return { isEstimate: forecast.isEstimate, ...forecast.audience, warnings: forecast.warnings };
}

it("a large audience is estimated when asked to, with the figures that counting finds, and said to be", async () => {
  for (const audience of [
    { toEverybody: true, exceptListIds: [lists[1]] },
    { listIds: lists },
    { listIds: [lists[0]], exceptListIds: [lists[1]] },
  ]) {
    const exact = await figuresOf(audience);
    expect(exact).toMatchObject({ isEstimate: false, chosen: PEOPLE, suppressed: { bounced: PEOPLE / 4 } });
    expect(await figuresOf(audience, PEOPLE - 1)).toEqual({ ...exact, isEstimate: true });
  }
});

it("an audience that is no larger than what is counted at once is never estimated", async () => {
  expect(await figuresOf({ toEverybody: true }, PEOPLE)).toMatchObject({ isEstimate: false });
  expect(await figuresOf({ listIds: [lists[1]] }, PEOPLE / 4)).toMatchObject({
    ...{ isEstimate: false, chosen: PEOPLE / 4 },
  });
  expect(await figuresOf({ listIds: [] }, 0)).toMatchObject({ isEstimate: false, chosen: 0 });
});

it("an estimate in which nobody is left warns of nothing: a few may be", async () => {
  const audience = { listIds: [lists[1]], exceptListIds: [lists[0]] };
  expect(await figuresOf(audience)).toMatchObject({ receive: 0, warnings: ["nobody_left"] });
  expect(await figuresOf(audience, 1)).toMatchObject({ isEstimate: true, receive: 0, warnings: [] });
});

it("a large audience is not joined row by row, though the planner's statistics know nothing of it yet", async () => {
  const many = await world.user();
  // Of all others there are a few each: PostgreSQL takes this owner's for one.
  await world.db.$executeRaw`ANALYZE recipients`;
  await world.db.$executeRaw`
    INSERT INTO recipients (owner_id, email) SELECT ${many.id}::uuid, 'm' || n || '@mail.test' FROM generate_series(1, 10001) n`;
  const { id: listId } = await world.db.recipientList.create({ data: { ownerId: many.id, name: "Many" } });
  await world.db.$executeRaw`
    INSERT INTO list_members (list_id, recipient_id) SELECT ${listId}::uuid, id FROM recipients WHERE owner_id = ${many.id}::uuid`;
  const queries: ExplainedQuery[] = [];
  const explaining = connectExplaining(world.url, (query) => queries.push(query));
  Object.assign(globalThis, { posthornDatabase: explaining });
  try {
    for (const audience of [
      { toEverybody: true, listIds: [], recipientIds: [], exceptListIds: lists },
      { listIds: [listId], recipientIds: [] },
    ]) {
      expect(await audienceFigures(many.id, null, audience)).toMatchObject({ receive: 10_001 });
    }
  } finally {
    Object.assign(globalThis, { posthornDatabase: world.db });
    await explaining.$disconnect();
  }
  const counts = queries.filter(({ sql }) => sql.includes("'excluded'"));
  expect(counts.map(({ hasLoops }) => hasLoops)).toEqual([false, false]);
});
