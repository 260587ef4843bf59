import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pauseMailing } from "@/lib/mailings/commands";
import { forecastDraft } from "@/lib/mailings/draft-forecast";
import { Audiences } from "@/tests/support/audience";

/** AUDIENCE_RUNS audiences from AUDIENCE_SEED. */
const RUNS = Number(process.env.AUDIENCE_RUNS ?? 30);
const SEED = Number(process.env.AUDIENCE_SEED ?? 20_261_201);
/** Milliseconds for one, on a machine ten times slower than the slowest seen. */
const LONGEST = 20_000;
const PEOPLE = 40;
const LISTS = 4;
const REASONS = ["unsubscribed", "bounced", "complained", "manual"] as const;

let ground: Audiences;
beforeAll(async () => {
  ground = await Audiences.create(PEOPLE, LISTS);
}, 120_000);
afterAll(() => ground.world.close());

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

async function sendBefore({ isSame, to, rejected, uncertain, isPending }: Earlier): Promise<void> {
  const messageId = ground.messages[isSame ? 0 : 1];
  const mailing = await ground.due("Earlier", { messageId, recipientIds: ground.idsOf(to) });
  if (isPending) {
    await ground.plan();
    await pauseMailing(ground.owner, mailing);
    return;
  }
  for (const n of rejected) ground.world.provider.badAddress(ground.emailOf(n));
  await ground.world.settleDown(5, ground.engine());
  ground.world.provider.reset();
  // Nobody can bring that about in a moment: it takes 23 hours of unknown outcomes.
  await ground.world.db.$executeRaw`
    WITH doubtful AS (
      UPDATE deliveries d SET status = 'uncertain', provider_id = NULL, reason = 'unknown_too_long' FROM attempts a
      WHERE a.id = d.attempt_id AND a.mailing_id = ${mailing}::uuid AND d.status = 'accepted'
        AND d.address = ANY(${uncertain.map((n) => ground.emailOf(n))}::text[]) RETURNING d.attempt_id, d.batch_id
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
  await ground.world.forget();
  for (let n = 0; n < LISTS; n += 1) await ground.setMembers(n, drawn.members[n] ?? []);
  for (const earlier of drawn.earlier.toSorted((a, b) => Number(a.isPending) - Number(b.isPending)))
    await sendBefore(earlier);
  await ground.world.db.suppression.createMany({
    data: drawn.suppressed.flatMap((reason, n) =>
      reason === null ? [] : [{ ownerId: ground.owner.id, email: ground.emailOf(n), reason }],
    ),
  });
  const drawnAudience = {
    ...{ toEverybody: drawn.everybody, exceptGotBefore: drawn.exceptGotBefore },
    listIds: drawn.chosen.map((n) => ground.listIds[n] ?? ""),
    recipientIds: ground.idsOf(drawn.alone),
    exceptListIds: drawn.except.map((n) => ground.listIds[n] ?? ""),
  };
  const input = ground.input("Drawn", drawnAudience);
  const forecast = await forecastDraft(ground.owner, { ...input, schedule: input, mailingId: null });
  expect(forecast?.audience).toMatchObject(expectedOf(drawn));
  const mailing = await ground.due("Drawn", drawnAudience);
  await ground.world.tick(ground.engine());
  await compare(mailing, expectedOf(drawn));
  expect(await ground.world.verify()).toEqual([]);
}

async function compare(mailingId: string, expected: ReturnType<typeof expectedOf>) {
  const [attempt] = await ground.world.attempts(mailingId);
  expect(attempt).toMatchObject({ planned: expected.recipients, accepted: expected.receive });
  const skipped = await ground.world.db.delivery.groupBy({
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
});
