import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { eraseRecipient } from "@/lib/erasing/commands";
import { daysOfPeriod } from "@/lib/reports/days";
import { report } from "@/lib/reports/queries";
import { reportByDomain, reportByHour, reportByLink } from "@/lib/reports/receiving";
import { foldOutcomes } from "@/lib/sending/fold-outcomes";
import { inProject } from "@/scripts/project";
import { killSenders, startSender } from "@/tests/support/chaos-process";
import { countFrom, SeededChoices } from "@/tests/support/chaos-random";
import { lockWaits } from "@/tests/support/lock-waits";
import { countedOutcomes, recountedOutcomes } from "@/tests/support/outcome-counts";
import {
  believeNobody,
  believeSignedEvents,
  postEvent,
  type SignedEvent,
} from "@/tests/support/signed-events";
import { World, type User } from "@/tests/support/world";

// The cache belongs to Next's server.
vi.mock("next/cache", () => ({ revalidateTag: vi.fn(), unstable_cache: (read: unknown) => read }));

const EVENTS = countFrom("OUTCOME_EVENTS", 1_000);
const RECIPIENTS = 120;
const FEW = 20;
const DOMAINS = 7;
const AT_ONCE = 8;
const FATES = [
  "email.delivered",
  "email.delivery_delayed",
  "email.bounced",
  "email.complained",
  "email.failed",
];
const TYPES = [...FATES, "email.delivered", "email.opened", "email.opened", "email.clicked"];
const choices = new SeededChoices();
let world: World;
let owner: User;

beforeAll(async () => {
  world = await World.create();
  owner = await world.user();
  await world.db.$executeRawUnsafe(
    `CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'provoked'; END $$`,
  );
  believeSignedEvents();
});
afterAll(async () => {
  await killSenders();
  believeNobody();
  await world.close();
});
beforeEach(() => world.forget());

/** Recipients of several domains. */
async function mailing(recipients = RECIPIENTS): Promise<string> {
  const { id, addresses } = await world.mailing({ owner, recipients });
  await world.db.$executeRaw`
    UPDATE recipients r SET email = replace(r.email, '@mail.test', '@d' || said.n % ${DOMAINS}::int || '.test')
    FROM unnest(${addresses}::text[]) WITH ORDINALITY said (email, n) WHERE r.email = said.email`;
  return id;
}

async function accepted(mailingId: string): Promise<{ id: string; mail: string }[]> {
  return world.db.$queryRaw`
    SELECT d.id, d.provider_id AS mail FROM deliveries d JOIN attempts a ON a.id = d.attempt_id
    WHERE a.mailing_id = ${mailingId}::uuid AND d.status = 'accepted' ORDER BY d.address`;
}

/** Of any deliveries, in any order, at instants of two days; every fifth comes twice. */
function eventsOf(of: string, deliveries: { id: string; mail: string }[], count: number): SignedEvent[] {
  const any = <T>(from: readonly T[], name: string, n: number): T => {
    const drawn = from[Math.floor(choices.draw(`${of} ${name}`, n) * from.length)];
    if (drawn === undefined) throw new Error("nothing to draw from");
    return drawn;
  };
  const all: SignedEvent[] = Array.from({ length: count }, (_, n) => {
    const { id, mail } = any(deliveries, "delivery", n);
    const at = new Date(Date.now() + choices.draw(`${of} time`, n) * 172_800_000);
    const data = {
      email_id: mail,
      tags: { delivery: id },
      bounce: { type: "Transient" },
      click: { userAgent: n % 4 === 0 ? "Barracuda/1" : "Mozilla/5.0", link: `https://shop.test/${n % 3}` },
    };
    return { type: any(TYPES, "type", n), id: `${of}-${n}`, at, data };
  });
  return [...all, ...all.filter((_, n) => n % 5 === 0)]
    .map((event, n) => ({ event, place: choices.draw(`${of} place`, n) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ event }) => event);
}

async function post(events: SignedEvent[]): Promise<void> {
  const queue = events.values();
  const poster = async () => {
    for (const event of queue) expect((await postEvent(event)).status).toBe(200);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, poster));
}

const fold = () => foldOutcomes(world.engine(), Infinity);
const unfolded = () => world.db.outcomeDelta.count();

async function expectExact(): Promise<void> {
  const recounted = await recountedOutcomes(world.db);
  expect(Object.keys(recounted).length).toBeGreaterThan(10);
  expect(await countedOutcomes(world.db)).toEqual(recounted);
  await expectReported();
  expect(await world.verify()).toEqual([]);
}

/** Half an hour off, so that the hours of a report are not those of UTC. */
const ZONE = "Asia/Kolkata";

async function expectReported(): Promise<void> {
  const days = daysOfPeriod("week", new Date(), ZONE);
  const [known] = await world.db.$queryRaw<object[]>`
    SELECT count(*) FILTER (WHERE fate IN ('delivered', 'complained'))::int AS delivered,
      count(*) FILTER (WHERE fate = 'bounced')::int AS bounced, count(*) FILTER (WHERE fate = 'complained')::int AS complained,
      count(opened_at)::int AS opened, count(clicked_at)::int AS clicked, count(automated_at)::int AS automated,
      count(*) FILTER (WHERE fate IN ('delivered', 'complained') AND opened_at IS NULL)::int AS unopened
    FROM deliveries`;
  expect((await report(owner, "own", days))?.total).toMatchObject(known ?? {});
  const hours = await world.db.$queryRaw`
    SELECT hour, (SELECT count(*)::int FROM deliveries WHERE extract(hour FROM opened_at AT TIME ZONE ${ZONE}) = hour) AS opened,
      (SELECT count(*)::int FROM deliveries WHERE extract(hour FROM clicked_at AT TIME ZONE ${ZONE}) = hour) AS clicked
    FROM generate_series(0, 23) hour ORDER BY 1`;
  expect(await reportByHour(owner, "own", days)).toEqual(hours);
  const domains = await world.db.$queryRaw`
    SELECT * FROM (SELECT CASE WHEN address NOT LIKE '%@posthorn.invalid' THEN split_part(address, '@', 2) END AS domain, count(*)::int AS planned,
      count(*) FILTER (WHERE status = 'accepted')::int AS accepted, count(*) FILTER (WHERE status = 'rejected')::int AS rejected,
      count(*) FILTER (WHERE fate IN ('delivered', 'complained'))::int AS delivered,
      count(*) FILTER (WHERE fate = 'bounced')::int AS bounced, count(*) FILTER (WHERE fate = 'complained')::int AS complained,
      count(opened_at)::int AS opened, count(clicked_at)::int AS clicked
    FROM deliveries GROUP BY 1) counted ORDER BY planned DESC, coalesce(domain, '')`;
  expect(await reportByDomain(owner, "own", days)).toEqual(domains);
  const links = await world.db.$queryRaw`
    SELECT e.detail->'click'->>'link' AS link, count(DISTINCT d.id)::int AS clicked
    FROM provider_events e JOIN deliveries d ON d.id = e.delivery_id
    WHERE e.type = 'email.clicked' AND e.detail->'automated' IS NULL AND e.detail->'click' IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1`;
  expect(await reportByLink(owner, "own", days)).toEqual(links);
}

describe("the figures of what became of emails", () => {
  it(`are what a recount finds after ${EVENTS} events in any order, twice some, while emails go out, people are erased and their changes are folded`, async () => {
    console.log(`CHAOS_SEED=${choices.seed} OUTCOME_EVENTS=${EVENTS}`);
    const first = await mailing();
    await world.settleDown();
    const second = await mailing();
    const sent = await accepted(first);
    const erased = await world.db.recipient.findMany({
      where: { ownerId: owner.id },
      take: 3,
      orderBy: { id: "asc" },
    });
    let going = true;
    const folder = async () => {
      while (going) {
        await fold();
        await sleep(5);
      }
    };
    const told = async () => {
      const erasing = async () => {
        for (const { id } of erased) expect(await eraseRecipient(owner, id)).toMatchObject({ ok: true });
      };
      await Promise.all([world.settleDown(), post(eventsOf("first", sent, EVENTS / 2)), erasing()]);
      await expectExact();
      await post(eventsOf("both", [...sent, ...(await accepted(second))], EVENTS / 2));
    };
    await Promise.all([told().finally(() => (going = false)), folder(), folder()]);
    await expectExact();
    await fold();
    expect(await unfolded()).toBe(0);
    await expectExact();
  });

  it("lose and double nothing when a process that folds them is killed", async () => {
    const id = await mailing(FEW);
    await world.settleDown();
    const sent = await accepted(id);
    await post(eventsOf("before a kill", sent, 100));
    await fold();
    await post(eventsOf("at a kill", sent, 100));
    const before = await unfolded();
    expect(before).toBeGreaterThan(20);
    // A row of every figure is held, so that a process stands still in the middle of folding.
    await world.db.$transaction(
      async (tx) => {
        await tx.$executeRaw`SELECT 1 FROM outcome_domains FOR UPDATE`;
        const process = startSender(world, { script: "scheduler", name: "folder", requestsPerSecond: 10 });
        await vi.waitFor(async () => expect(await lockWaits(world.db)).toBeGreaterThan(0), {
          timeout: 60_000,
        });
        process.kill("SIGKILL");
        expect(await process.ended).toMatchObject({ signal: "SIGKILL" });
        expect(await unfolded()).toBe(before);
        await expectExact();
      },
      { timeout: 90_000 },
    );
    await vi.waitFor(
      async () => {
        await fold();
        expect(await unfolded()).toBe(0);
      },
      { timeout: 30_000 },
    );
    await expectExact();
  });

  it.each([
    ["taking the changes", "BEFORE DELETE ON outcome_deltas"],
    ["adding to quarters", "BEFORE INSERT ON outcome_quarters"],
    ["adding to domains", "BEFORE INSERT ON outcome_domains"],
    ["removing what is nought", "BEFORE DELETE ON outcome_domains"],
  ])("are exact after a fault in %s", async (_, statement) => {
    await expectExactAfterFault(
      `CREATE TRIGGER fault ${statement} FOR EACH ROW EXECUTE FUNCTION fault()`,
      statement,
    );
  });

  it("are counted by the migration from the deliveries that there are", async () => {
    const id = await mailing(FEW);
    await world.settleDown();
    await post(eventsOf("before the figures", await accepted(id), 60));
    const file = inProject("prisma", "migrations", "20261201024200_outcomes_counted", "migration.sql");
    const backfill = (await readFile(file, "utf8")).match(
      /^INSERT INTO outcome_(?:quarters|domains)[^;]*;/gm,
    );
    expect(backfill).toHaveLength(2);
    // Of a kind that came later, with no past.
    await world.db.$executeRaw`UPDATE deliveries SET automated_at = NULL`;
    await world.db.$executeRaw`DELETE FROM outcome_deltas`;
    for (const statement of backfill ?? []) await world.db.$executeRawUnsafe(statement);
    await expectExact();
  });

  it("are exact after a fault in the commit of a fold", async () => {
    const statement = "AFTER INSERT ON outcome_quarters";
    await expectExactAfterFault(
      `CREATE CONSTRAINT TRIGGER fault ${statement} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fault()`,
      statement,
    );
  });
});

async function expectExactAfterFault(trigger: string, statement: string): Promise<void> {
  const id = await mailing(FEW);
  await world.settleDown();
  const sent = await accepted(id);
  const told = (type: string) =>
    sent.map(({ id: delivery, mail }) => ({
      ...{ type, at: new Date(), data: { email_id: mail, tags: { delivery } } },
    }));
  await post(told("email.delivered"));
  await fold();
  // Whoever bounces after all was not delivered to: that figure is nought, and goes.
  await post([...told("email.opened"), ...told("email.bounced")]);
  await world.db.$executeRawUnsafe(trigger);
  const before = await unfolded();
  const faults: unknown[] = [];
  try {
    await foldOutcomes(world.engine({ report: (_, error) => faults.push(error) }), Infinity);
  } finally {
    await world.db.$executeRawUnsafe(`DROP TRIGGER fault ON ${statement.split(" ").at(-1)}`);
  }
  expect(String(faults[0])).toContain("provoked");
  expect(await unfolded()).toBe(before);
  await expectExact();
  await fold();
  expect(await unfolded()).toBe(0);
  await expectExact();
}
