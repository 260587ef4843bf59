import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forecastDraft, type DraftForecast } from "@/lib/mailings/draft-forecast";
import { createMailing, editMailing } from "@/lib/mailings/save";
import type { Period } from "@/lib/mailings/schedule";
import { DEFAULT_SETTINGS } from "@/lib/sending/settings";
import { World, type User } from "@/tests/support/world";

/** FORECAST_RUNS drafts from FORECAST_SEED. */
const RUNS = Number(process.env.FORECAST_RUNS ?? 40);
const SEED = Number(process.env.FORECAST_SEED ?? 20_261_130);
/** Milliseconds for one draft, on a machine ten times slower than the slowest seen. */
const LONGEST_DRAFT = 20_000;
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;
const MORE_PEOPLE = 230;

let world: World;
let owner: User;
let messageId: string;
const lists: string[] = [];
let people: string[] = [];

beforeAll(async () => {
  world = await World.create();
  owner = await world.user();
  ({ id: messageId } = await world.db.message.create({
    data: { ownerId: owner.id, subject: "News", html: "<p>Hello</p>", text: "Hello" },
    select: { id: true },
  }));
  const emails = Array.from({ length: MORE_PEOPLE }, (_, n) => `r${n}@forecast.test`);
  await world.db.$executeRaw`
    INSERT INTO recipients (owner_id, email) SELECT ${owner.id}::uuid, unnest(${emails}::text[])`;
  const rows = await world.db.recipient.findMany({
    where: { ownerId: owner.id },
    orderBy: { email: "asc" },
    select: { id: true },
  });
  people = rows.map(({ id }) => id);
  // Lists that overlap: some in one, some in both.
  for (const [n, members] of [people.slice(0, 180), people.slice(120), people.slice(0, 0)].entries()) {
    const list = await world.db.recipientList.create({
      data: {
        ownerId: owner.id,
        name: `List ${n}`,
        members: { create: members.map((recipientId) => ({ recipientId })) },
      },
    });
    lists.push(list.id);
  }
}, 120_000);
afterAll(() => world.close());

interface Case {
  period: Period;
  /** From now to the start, and from the later of both to the end; milliseconds. */
  start: number;
  end: number | null;
  zone: string;
  chosen: number[];
  alone: number[];
  /** Of the people, by every how manyth. */
  suppressed: Record<"unsubscribed" | "bounced" | "complained" | "manual", number | null>;
  /** An edit of a mailing that has run before. */
  edits: boolean;
}

const everyNth = fc.constantFrom(null, 7, 31, 50);

/** A minute earlier where a run would come between forecast and save. Clocks are changed by half an hour or an hour. */
function notWithinTheDraft(start: number): number {
  const untilRun = ((start % (HOUR / 2)) + HOUR / 2) % (HOUR / 2);
  return untilRun > 0 && untilRun < LONGEST_DRAFT ? start - 60 * SECOND : start;
}

const cases: fc.Arbitrary<Case> = fc.record({
  period: fc.constantFrom<Period>("once", "daily", "weekly", "monthly"),
  start: fc
    .oneof(
      fc.integer({ min: -60 * DAY, max: 0 }),
      fc.integer({ min: 0, max: 400 * DAY }),
      fc.constantFrom(-HOUR, -1 * SECOND, 30 * SECOND),
    )
    .map(notWithinTheDraft),
  end: fc.option(fc.integer({ min: HOUR, max: 90 * DAY })),
  zone: fc.constantFrom("UTC", "Europe/Berlin", "Europe/Moscow", "America/New_York", "Australia/Lord_Howe"),
  chosen: fc.subarray([0, 1, 2]),
  alone: fc.uniqueArray(fc.nat(MORE_PEOPLE - 1), { maxLength: 5 }),
  suppressed: fc.record({
    unsubscribed: everyNth,
    bounced: everyNth,
    complained: everyNth,
    manual: everyNth,
  }),
  edits: fc.boolean(),
});

/** Plans in chunks as long as production's. */
const engine = () => world.engine({ settings: { chunk: DEFAULT_SETTINGS.chunk } });

async function engineNow(): Promise<number> {
  const [row] = await world.db.$queryRaw<{ now: Date }[]>`SELECT engine_now() AS now`;
  return row?.now.getTime() ?? 0;
}

async function turnTo(instant: Date): Promise<void> {
  await world.turn(Math.max(0, instant.getTime() - (await engineNow())) + 50);
}

/** Nothing else of the owner's: no mailing and no suppression is left of another draft. */
async function suppress(by: Case["suppressed"]): Promise<void> {
  const taken = new Set<string>();
  for (const [reason, nth] of Object.entries(by)) {
    if (nth === null) continue;
    const chosen = people.filter((id, n) => n % nth === 3 && !taken.has(id));
    chosen.forEach((id) => taken.add(id));
    await world.db.$executeRaw`
      INSERT INTO suppressions (owner_id, email, reason)
      SELECT owner_id, email, ${reason}::suppression_reason FROM recipients WHERE id = ANY(${chosen}::uuid[])`;
  }
}

/** Forecasts a draft, saves it, and holds what the engine then does against the forecast. */
async function prove(drawn: Case): Promise<void> {
  await world.forget();
  await suppress(drawn.suppressed);
  const before = drawn.edits ? (await ranBefore()).id : null;
  const now = await engineNow();
  const start = Math.floor((now + drawn.start) / SECOND) * SECOND;
  const input = {
    name: "Draft",
    messageId,
    listIds: drawn.chosen.map((n) => lists[n] ?? ""),
    recipientIds: drawn.alone.map((n) => people[n] ?? ""),
    startLocal: Temporal.Instant.fromEpochMilliseconds(start)
      .toZonedDateTimeISO(drawn.zone)
      .toPlainDateTime()
      .toString({ smallestUnit: "second" }),
    timeZone: drawn.zone,
    period: drawn.period,
    // Long enough for a run that is due at once: the machine may stand still between plan and request.
    endAt: drawn.end === null ? null : new Date(Math.max(now, start) + drawn.end),
  };
  const { startLocal, timeZone, period, endAt } = input;
  const forecast = await forecastDraft(owner, {
    ...input,
    schedule: { startLocal, timeZone, period, endAt },
    mailingId: before,
  });
  if (forecast === null) throw new Error("no forecast");
  const saved = before === null ? await createMailing(owner, input) : await editMailing(owner, before, input);
  expect(forecast.fault).toBe(saved.ok ? null : saved.code);
  if (!saved.ok) return;
  await follow(saved.value.mailingId, forecast, before === null ? 0 : 1);
}

async function follow(mailingId: string, forecast: DraftForecast, earlier: number): Promise<void> {
  await world.tick(engine());
  const atOnce = forecast.atOnce === null ? 0 : 1;
  const first = (await world.attempts(mailingId)).slice(earlier);
  expect(first.map(({ skippedOccurrences }) => skippedOccurrences)).toEqual(
    forecast.atOnce === null ? [] : [forecast.atOnce.skipped],
  );
  for (const { instant } of forecast.occurrences.slice(atOnce)) {
    await turnTo(new Date(instant.getTime() - SECOND));
    await turnTo(instant);
    await world.tick(engine());
  }
  const attempts = (await world.attempts(mailingId)).slice(earlier);
  expect(attempts.map(({ occurrenceAt }) => occurrenceAt)).toEqual(
    forecast.occurrences.map(({ instant }) => instant),
  );
  for (const attempt of attempts) await compare(attempt, forecast);
  if (forecast.occurrences.length < 5) {
    const { nextRunAt } = await world.db.mailing.findUniqueOrThrow({ where: { id: mailingId } });
    expect(nextRunAt, "nothing more is to come").toBeNull();
  }
}

async function compare(
  attempt: { id: string; planned: number; accepted: number; skipped: number },
  forecast: DraftForecast,
): Promise<void> {
  const { recipients, suppressed } = forecast.audience;
  expect([attempt.planned, attempt.accepted]).toEqual([recipients, forecast.receive]);
  const skipped = await world.db.$queryRaw<{ reason: string; count: number }[]>`
    SELECT reason, count(*)::int AS count FROM deliveries
    WHERE attempt_id = ${attempt.id}::uuid AND status = 'skipped' GROUP BY reason`;
  const said = Object.fromEntries(Object.entries(suppressed).filter(([, count]) => count > 0));
  expect(Object.fromEntries(skipped.map(({ reason, count }) => [reason, count]))).toEqual(said);
  const sent = await world.db.batch.count({ where: { attemptId: attempt.id, requests: { gt: 0 } } });
  expect(sent).toBeLessThanOrEqual(forecast.requests);
  expect(forecast.requests - sent).toBeLessThanOrEqual(1);
}

/** A daily mailing that has had a run. */
async function ranBefore() {
  const mailing = await createMailing(owner, {
    ...{ name: "Before", messageId, listIds: [], recipientIds: people.slice(0, 3), endAt: null },
    ...{ startLocal: "2026-01-01T09:00:00", timeZone: "UTC", period: "daily" as const },
  });
  if (!mailing.ok) throw new Error(mailing.code);
  await world.tick(engine());
  return { id: mailing.value.mailingId };
}

describe("the forecast of a draft", () => {
  it(
    "equals what the engine then does: when, to how many, and why the others are left out",
    { timeout: RUNS * LONGEST_DRAFT },
    async () => {
      await fc.assert(fc.asyncProperty(cases, prove), { numRuns: RUNS, seed: SEED, endOnFailure: true });
    },
  );

  it("counts who was chosen twice once, and only one's own", async () => {
    await world.forget();
    const stranger = await world.user();
    const draft = {
      schedule: { startLocal: "2026-01-31T09:00:00", timeZone: "UTC", period: "monthly", endAt: null },
      listIds: lists,
      recipientIds: people.slice(0, 5),
      messageId,
      mailingId: null,
    } as const;
    const own = await forecastDraft(owner, draft);
    expect(own?.audience).toMatchObject({ recipients: 230, duplicates: 65 });
    expect(own?.occurrences.some(({ notes }) => notes.includes("month_end"))).toBe(true);
    const shown = own?.occurrences.map(({ local, notes }) => ({
      local: local.slice(0, "YYYY-MM-DDTHH:mm".length),
      moved: notes.includes("month_end"),
    }));
    expect(own?.calendar.slice(0, 5)).toEqual(shown);
    expect(own?.calendar).toHaveLength(12);
    expect((await forecastDraft(stranger, draft))?.audience).toMatchObject({ recipients: 0, duplicates: 0 });
    for (const role of ["manager", "content_manager"] as const) {
      expect(await forecastDraft(await world.user(role), draft)).toBeNull();
    }
  });

  it("warns of a window that is too short, of runs that overlap, and of nobody to write to", async () => {
    await world.forget();
    const start = Math.floor((await engineNow()) / SECOND) * SECOND + HOUR;
    const draft = (end: number | null, listIds: string[]) => ({
      schedule: {
        startLocal: new Date(start).toISOString().slice(0, 19),
        timeZone: "UTC",
        period: "daily" as const,
        endAt: end === null ? null : new Date(start + end),
      },
      ...{ listIds, recipientIds: [], messageId, mailingId: null },
    });
    // Three requests, at one in a minute and at one in a day.
    const short = await forecastDraft(owner, draft(60 * SECOND, lists), 1 / 60);
    expect(short).toMatchObject({ requests: 3, duration: 180 * SECOND, warnings: ["window_short"] });
    const slow = await forecastDraft(owner, draft(null, lists), SECOND / DAY);
    expect(slow?.warnings).toEqual(["overlap"]);
    expect((await forecastDraft(owner, draft(null, [])))?.warnings).toEqual(["no_audience"]);
    await world.db.$executeRaw`
      INSERT INTO suppressions (owner_id, email, reason) SELECT owner_id, email, 'manual' FROM recipients WHERE owner_id = ${owner.id}::uuid`;
    expect((await forecastDraft(owner, draft(null, lists)))?.warnings).toEqual(["all_suppressed"]);
  });
});
