import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { retryRejected } from "@/lib/attempts/retry";
import { pauseMailing, resumeMailing } from "@/lib/mailings/commands";
import { forecastDraft } from "@/lib/mailings/draft-forecast";
import { createMailing } from "@/lib/mailings/save";
import type { MailingInput } from "@/lib/mailings/schema";
import { planDueMailings } from "@/lib/sending/plan-attempt";
import { planDeliveries } from "@/lib/sending/plan-deliveries";
import { World, type User } from "@/tests/support/world";

/** AUDIENCE_RUNS audiences from AUDIENCE_SEED. */
const RUNS = Number(process.env.AUDIENCE_RUNS ?? 30);
const SEED = Number(process.env.AUDIENCE_SEED ?? 20_261_201);
/** Milliseconds for one, on a machine ten times slower than the slowest seen. */
const LONGEST = 20_000;
const PEOPLE = 40;
const LISTS = 4;
const REASONS = ["unsubscribed", "bounced", "complained", "manual"] as const;

let world: World;
let owner: User;
let people: { id: string; email: string }[] = [];
const lists: { id: string; members: number[] }[] = [];
/** The message that the mailings under test send, and another. */
let messages: [string, string];

/** Chunks and batches so short that many ends of both fall into an audience. */
const engine = (parts: Parameters<World["engine"]>[0] = {}) =>
  world.engine({ settings: { chunk: 7 }, ...parts });

beforeAll(async () => {
  world = await World.create();
  owner = await world.user();
  const written = [];
  for (const subject of ["News", "Other"])
    written.push(
      await world.db.message.create({
        data: { ownerId: owner.id, subject, html: "<p>Hello</p>", text: "Hello" },
        select: { id: true },
      }),
    );
  messages = [written[0]?.id ?? "", written[1]?.id ?? ""];
  const emails = Array.from({ length: PEOPLE }, (_, n) => `r${n}@audience.test`);
  await world.db.$executeRaw`
    INSERT INTO recipients (owner_id, email) SELECT ${owner.id}::uuid, unnest(${emails}::text[])`;
  people = await world.db.recipient.findMany({
    where: { ownerId: owner.id },
    orderBy: { id: "asc" },
    select: { id: true, email: true },
  });
  // Somebody else's, whom no audience of this owner reaches.
  await world.db.recipient.create({ data: { ownerId: (await world.user()).id, email: "r0@audience.test" } });
  for (let n = 0; n < LISTS; n += 1) {
    const list = await world.db.recipientList.create({
      data: { ownerId: owner.id, name: `List ${n}` },
      select: { id: true },
    });
    lists.push({ id: list.id, members: [] });
  }
}, 120_000);
afterAll(() => world.close());

interface Earlier {
  /** Of the message under test, or of the other. */
  isSame: boolean;
  to: number[];
  /** Deliveries of it that were refused, and of which nobody knows. */
  rejected: number[];
  uncertain: number[];
  /** Planned, and waits because the mailing is paused. */
  isPending: boolean;
}

interface Case {
  members: number[][];
  everybody: boolean;
  chosen: number[];
  alone: number[];
  except: number[];
  exceptGotBefore: boolean;
  suppressed: ((typeof REASONS)[number] | null)[];
  earlier: Earlier[];
}

const someOf = (count: number, most = count) => fc.uniqueArray(fc.nat(count - 1), { maxLength: most });
const cases: fc.Arbitrary<Case> = fc.record({
  members: fc.array(someOf(PEOPLE, 25), { minLength: LISTS, maxLength: LISTS }),
  everybody: fc.boolean(),
  chosen: someOf(LISTS),
  alone: someOf(PEOPLE, 8),
  except: someOf(LISTS, 2),
  exceptGotBefore: fc.boolean(),
  suppressed: fc.array(fc.option(fc.constantFrom(...REASONS), { freq: 1, nil: null }), {
    minLength: PEOPLE,
    maxLength: PEOPLE,
  }),
  earlier: fc.array(
    fc.record({
      isSame: fc.boolean(),
      to: fc.uniqueArray(fc.nat(PEOPLE - 1), { minLength: 1, maxLength: 20 }),
      rejected: someOf(PEOPLE, 4),
      uncertain: someOf(PEOPLE, 4),
      isPending: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
});

const idsOf = (of: readonly number[]) => of.map((n) => people[n]?.id ?? "");
const emailOf = (n: number) => people[n]?.email ?? "";

function dueNow(name: string, change: Partial<MailingInput>): MailingInput {
  return {
    ...{ name, messageId: messages[0], listIds: [], recipientIds: [], endAt: null },
    ...{ startLocal: "2026-01-01T09:00:00", timeZone: "UTC", period: "once" },
    ...change,
  };
}

async function created(input: MailingInput): Promise<string> {
  const saved = await createMailing(owner, input);
  if (!saved.ok) throw new Error(saved.code);
  return saved.value.mailingId;
}

async function plan(): Promise<void> {
  const planner = engine();
  await planDueMailings(planner);
  await planDeliveries(planner, Infinity);
}

async function sendBefore({ isSame, to, rejected, uncertain, isPending }: Earlier): Promise<void> {
  const messageId = messages[isSame ? 0 : 1];
  const mailing = await created(dueNow("Earlier", { messageId, recipientIds: idsOf(to) }));
  if (isPending) {
    await plan();
    await pauseMailing(owner, mailing);
    return;
  }
  for (const n of rejected) world.provider.badAddress(emailOf(n));
  await world.settleDown(5, engine());
  world.provider.reset();
  // Nobody can bring that about in a moment: it takes 23 hours of unknown outcomes.
  await world.db.$executeRaw`
    WITH doubtful AS (
      UPDATE deliveries d SET status = 'uncertain', provider_id = NULL, reason = 'unknown_too_long' FROM attempts a
      WHERE a.id = d.attempt_id AND a.mailing_id = ${mailing}::uuid AND d.status = 'accepted'
        AND d.address = ANY(${uncertain.map(emailOf)}::text[]) RETURNING d.attempt_id, d.batch_id
    ), counted AS (
      UPDATE batches b SET accepted = accepted - n, uncertain = uncertain + n
      FROM (SELECT batch_id, count(*)::int AS n FROM doubtful GROUP BY 1) c WHERE b.id = c.batch_id
    )
    UPDATE attempts a SET accepted = accepted - n, uncertain = uncertain + n
    FROM (SELECT attempt_id, count(*)::int AS n FROM doubtful GROUP BY 1) c WHERE a.id = c.attempt_id`;
}

/** Who is in each figure, told by the case alone. */
function expectedOf(drawn: Case) {
  const members = (of: readonly number[]) => of.flatMap((n) => drawn.members[n] ?? []);
  const everybody = Array.from({ length: PEOPLE }, (_, n) => n);
  const chosen = new Set(drawn.everybody ? everybody : [...members(drawn.chosen), ...drawn.alone]);
  const excluded = new Set(members(drawn.except));
  const got = new Set(
    drawn.earlier
      .filter(({ isSame }) => isSame)
      .flatMap(({ to, rejected, isPending }) => to.filter((n) => isPending || !rejected.includes(n))),
  );
  const planned = [...chosen].filter((n) => !excluded.has(n));
  const reason = (n: number) =>
    drawn.suppressed[n] ?? (drawn.exceptGotBefore && got.has(n) ? "got_before" : "none");
  const count = (what: string) => planned.filter((n) => reason(n) === what).length;
  return {
    ...{ chosen: chosen.size, excluded: chosen.size - planned.length, recipients: planned.length },
    suppressed: Object.fromEntries(REASONS.map((one) => [one, count(one)])),
    ...{ gotBefore: count("got_before"), receive: count("none") },
  };
}

async function prove(drawn: Case): Promise<void> {
  await world.forget();
  for (const [n, list] of lists.entries()) {
    await world.db.listMember.deleteMany({ where: { listId: list.id } });
    await world.db.listMember.createMany({
      data: idsOf(drawn.members[n] ?? []).map((recipientId) => ({ listId: list.id, recipientId })),
    });
  }
  for (const earlier of drawn.earlier.toSorted((a, b) => Number(a.isPending) - Number(b.isPending)))
    await sendBefore(earlier);
  await world.db.suppression.createMany({
    data: drawn.suppressed.flatMap((reason, n) =>
      reason === null ? [] : [{ ownerId: owner.id, email: emailOf(n), reason }],
    ),
  });
  const input = dueNow("Drawn", {
    ...{ toEverybody: drawn.everybody, exceptGotBefore: drawn.exceptGotBefore },
    listIds: drawn.chosen.map((n) => lists[n]?.id ?? ""),
    recipientIds: idsOf(drawn.alone),
    exceptListIds: drawn.except.map((n) => lists[n]?.id ?? ""),
  });
  const forecast = await forecastDraft(owner, { ...input, schedule: input, mailingId: null });
  expect(forecast?.audience).toMatchObject(expectedOf(drawn));
  const mailing = await created(input);
  await world.tick(engine());
  await compare(mailing, expectedOf(drawn));
  expect(await world.verify()).toEqual([]);
}

async function compare(mailingId: string, expected: ReturnType<typeof expectedOf>) {
  const [attempt] = await world.attempts(mailingId);
  expect(attempt).toMatchObject({ planned: expected.recipients, accepted: expected.receive });
  const skipped = await world.db.delivery.groupBy({
    by: ["reason"],
    where: { attemptId: attempt?.id ?? "", status: "skipped" },
    _count: true,
  });
  const told = { ...expected.suppressed, got_before: expected.gotBefore };
  expect(Object.fromEntries(skipped.map(({ reason, _count }) => [reason, _count]))).toEqual(
    Object.fromEntries(Object.entries(told).filter(([, count]) => count > 0)),
  );
}

describe("the audience of a mailing", () => {
  it(
    "is what the forecast counts, for everybody or those chosen, without lists and whoever got the message",
    { timeout: RUNS * LONGEST },
    async () => {
      await fc.assert(fc.asyncProperty(cases, prove), { numRuns: RUNS, seed: SEED, endOnFailure: true });
    },
  );

  it("reaches nobody twice with one message, though two mailings are planned and sent at once", async () => {
    await world.forget();
    for (let round = 0; round < 5; round += 1) {
      await world.forget();
      for (const name of ["One", "Two"])
        await created(dueNow(name, { toEverybody: true, exceptGotBefore: true }));
      await Promise.all([world.tick(engine()), world.tick(engine()), world.tick(engine())]);
      await world.settleDown(5, engine());
      expect([...world.provider.received().values()]).toEqual(people.map(() => 1));
      expect(await world.verify()).toEqual([]);
    }
  });

  it("is looked at again before each request: whoever got the message since the plan is skipped", async () => {
    await world.forget();
    const careful = await created(dueNow("Careful", { toEverybody: true, exceptGotBefore: true }));
    await plan();
    await pauseMailing(owner, careful);
    const first = idsOf([0, 1, 2, 3]);
    await created(dueNow("Careless", { recipientIds: first }));
    await world.tick(engine());
    await resumeMailing(owner, careful);
    await world.settleDown(5, engine());
    expect([...world.provider.received().values()]).toEqual(people.map(() => 1));
    expect(await world.deliveriesByStatus(careful)).toEqual({ accepted: PEOPLE - 4, skipped: 4 });
    const skipped = await world.db.delivery.findMany({
      where: { status: "skipped" },
      orderBy: { recipientId: "asc" },
      select: { recipientId: true, reason: true },
    });
    expect(skipped).toEqual(first.map((recipientId) => ({ recipientId, reason: "got_before" })));
  });

  it("of two mailings that learn after their plans to leave each other's out, is reached by one", async () => {
    await world.forget();
    for (const name of ["One", "Two"]) await created(dueNow(name, { toEverybody: true }));
    await plan();
    await world.db.mailing.updateMany({ data: { exceptGotBefore: true } });
    await Promise.all([world.tick(engine()), world.tick(engine())]);
    await world.settleDown(5, engine());
    expect([...world.provider.received().values()]).toEqual(people.map(() => 1));
  });

  it("does not grow when a mailing that left out a list runs again, and forgets nobody who came in since", async () => {
    await world.forget();
    await world.db.listMember.deleteMany({ where: { listId: lists[0]?.id ?? "" } });
    await world.db.listMember.createMany({
      data: idsOf([0, 1]).map((recipientId) => ({ listId: lists[0]?.id ?? "", recipientId })),
    });
    const mailing = await created(
      dueNow("Daily", {
        ...{ toEverybody: true, exceptGotBefore: true, exceptListIds: [lists[0]?.id ?? ""], period: "daily" },
      }),
    );
    await world.tick(engine());
    await world.db.listMember.deleteMany({
      where: { listId: lists[0]?.id ?? "", recipientId: people[1]?.id ?? "" },
    });
    await world.turn(25 * 3_600_000);
    await world.tick(engine());
    const [first, second] = await world.attempts(mailing);
    expect(first).toMatchObject({ planned: PEOPLE - 2, accepted: PEOPLE - 2, messageId: messages[0] });
    expect(second).toMatchObject({ planned: PEOPLE - 1, accepted: 1, skipped: PEOPLE - 2 });
  });

  it("is reached once, though a run is retried after a later one reached whom it did not", async () => {
    await world.forget();
    const mailing = await created(
      dueNow("Daily", { toEverybody: true, exceptGotBefore: true, period: "daily" }),
    );
    world.provider.badAddress(emailOf(0));
    world.provider.badAddress(emailOf(1));
    await world.tick(engine());
    world.provider.reset();
    world.provider.badAddress(emailOf(1));
    await world.turn(25 * 3_600_000);
    await world.tick(engine());
    world.provider.reset();
    const [first, second] = await world.attempts(mailing);
    expect(second).toMatchObject({ accepted: 1, rejected: 1 });
    const retry = { attemptId: first?.id ?? "", startId: randomUUID() };
    expect(await retryRejected(owner, retry)).toMatchObject({ ok: true });
    await world.tick(engine());
    const retried = (await world.attempts(mailing)).find(({ retryOfId }) => retryOfId === first?.id);
    expect(retried).toMatchObject({ planned: 2, accepted: 1, skipped: 1 });
    expect([...world.provider.received().entries()]).toEqual([[emailOf(1), 1]]);
    expect(await world.verify()).toEqual([]);
  });
});
