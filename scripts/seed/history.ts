import { v7 as uuidv7 } from "uuid";
import { retryRejected } from "@/lib/attempts/retry";
import type { Database } from "@/lib/db";
import { applicationEngine } from "@/lib/engine-host/application-engine";
import { pauseMailing, stopMailing } from "@/lib/mailings/commands";
import { occurrencesAfter } from "@/lib/mailings/schedule";
import type { Engine } from "@/lib/sending/engine";
import { SendRate } from "@/lib/sending/send-rate";
import { tick } from "@/lib/sending/tick";
import type { DemoPeople } from "@/scripts/seed/accounts";
import type { DemoLists } from "@/scripts/seed/audiences";
import { setClock, turnClockTo } from "@/scripts/seed/clock";
import { reportFates, unsubscribeSome } from "@/scripts/seed/fates";
import { granted } from "@/scripts/seed/granted";
import { createDemoMailing, planMailings, type MailingPlan } from "@/scripts/seed/mailings";
import { troubledProvider, type Troubles } from "@/scripts/seed/troubled-provider";

/** A tick claims nothing that a request of 30 s and its settling might not fit into. */
const TICK_TIME = 60_000;
/** Nothing waits for a batch that was put off: the clock is turned on instead. */
const TICK_PATIENCE = 0;
/** Requests a second: the embedded mailbox has no limit of its own. */
const RATE = 500;
const RUNS_AT_MOST = 10;
const SECOND = 1_000;
const DAY = 24 * 3_600 * SECOND;

/**
 * Three weeks of both shops, by the engine itself: the clock of the empty database is turned back, and whatever falls due
 * goes through plan, batches and the embedded mailbox like anything else. Now and then the provider has troubles, and its
 * webhooks tell of bounces and a complaint. The ledger has no row that sending did not write.
 */
export async function liveThrough(db: Database, people: DemoPeople, lists: DemoLists): Promise<void> {
  const troubles: Troubles = { refused: new Set(), lost: new Set() };
  const history = new History(db, troubles);
  try {
    await history.run(people, lists);
  } finally {
    await setClock(db, 0);
  }
  const { emma, manager } = people;
  granted(await pauseMailing(emma, history.idOf("Trade prices")));
  const reason = "The subject promises a discount that the message does not give.";
  granted(await stopMailing(manager, { mailingId: history.idOf("Everything must go"), reason }));
}

interface Run {
  at: Date;
  plan: MailingPlan;
  /** From 0. */
  number: number;
}

class History {
  readonly #engine: Engine;
  readonly #ids = new Map<string, string>();

  constructor(
    readonly db: Database,
    readonly troubles: Troubles,
  ) {
    const engine = applicationEngine();
    this.#engine = {
      ...engine,
      provider: troubledProvider(engine.provider, troubles),
      rate: new SendRate(RATE),
      changed: async () => {},
      report: failOn,
    };
  }

  idOf(name: string): string {
    const id = this.#ids.get(name);
    if (id === undefined) throw new Error(`The demo has no mailing ${name}.`);
    return id;
  }

  async run(people: DemoPeople, lists: DemoLists): Promise<void> {
    const plans = planMailings(people, lists);
    const past = Object.values(plans).filter(({ start }) => start.epochMilliseconds < Date.now());
    for (const { at, plan, number } of past
      .flatMap(runsOf)
      .sort((one, other) => Number(one.at) - Number(other.at))) {
      await turnClockTo(this.db, new Date(at.getTime() + SECOND));
      if (number === 0) await this.#create(plan);
      if (plan === plans.weekend && number === 1) await this.#refuse(lists.newsletter, [20, 80]);
      if (plan === plans.weekend && number === 2) await this.#lose(lists.newsletter);
      if (plan === plans.oolong) await this.#refuse(lists.guests, [40]);
      await this.#tick();
      if (plan === plans.weekend) await this.#hearOfWeekend(number);
      if (plan === plans.week || plan === plans.oolong) {
        await reportFates(this.db, this.idOf(plan.name), plan === plans.oolong ? { bounced: [9] } : {});
      }
      if (plan === plans.oolong) await this.#retry(plan, at);
    }
  }

  async #create(plan: MailingPlan): Promise<void> {
    const id = await createDemoMailing(plan);
    await this.db.$executeRaw`
      UPDATE mailings SET created_at = engine_now(), updated_at = engine_now() WHERE id = ${id}::uuid`;
    this.#ids.set(plan.name, id);
  }

  async #tick(): Promise<void> {
    await tick(this.#engine, { time: TICK_TIME, patience: TICK_PATIENCE });
  }

  async #refuse(listId: string, places: number[]): Promise<void> {
    const addresses = await addressesOf(this.db, listId);
    for (const place of places) this.troubles.refused.add(addresses.at(place) ?? "");
  }

  /** The last request of a run: of those few it will never be known. */
  async #lose(listId: string): Promise<void> {
    this.troubles.lost.add((await addressesOf(this.db, listId)).at(-1) ?? "");
  }

  async #hearOfWeekend(number: number): Promise<void> {
    const told = [{ bounced: [7, 61, 90], complained: [33] }, { bounced: [75] }, {}][number] ?? {};
    await reportFates(this.db, this.idOf("Weekend letter"), told);
    if (number === 0) await unsubscribeSome(this.db, this.idOf("Weekend letter"), [50, 70]);
  }

  /** A day later the provider takes them. */
  async #retry(plan: MailingPlan, at: Date): Promise<void> {
    this.troubles.refused.clear();
    await turnClockTo(this.db, new Date(at.getTime() + DAY));
    const mailingId = this.idOf(plan.name);
    const { id: attemptId } = await this.db.attempt.findFirstOrThrow({ where: { mailingId } });
    granted(await retryRejected(plan.owner, { attemptId, startId: uuidv7() }));
    await this.#tick();
  }
}

/** Those that are past by now. */
function runsOf(plan: MailingPlan): Run[] {
  const schedule = {
    startLocal: plan.start.toPlainDateTime().toString({ smallestUnit: "second" }),
    ...{ timeZone: plan.start.timeZoneId, period: plan.period, endAt: null },
  };
  const before = new Date(plan.start.epochMilliseconds - SECOND);
  return occurrencesAfter(schedule, before, RUNS_AT_MOST)
    .filter((at) => at.getTime() < Date.now())
    .map((at, number) => ({ at, plan, number }));
}

/** Those that are not suppressed, in the order in which they are cut into batches. */
async function addressesOf(db: Database, listId: string): Promise<string[]> {
  const members = await db.$queryRaw<{ email: string }[]>`
    SELECT r.email FROM list_members m JOIN recipients r ON r.id = m.recipient_id
    WHERE m.list_id = ${listId}::uuid AND NOT EXISTS (
      SELECT 1 FROM suppressions s WHERE s.owner_id = r.owner_id AND s.email = r.email AND s.lifted_at IS NULL)
    ORDER BY r.id`;
  return members.map(({ email }) => email);
}

/** The engine goes on after a fault in one mailing; a demo without its history is none. */
function failOn(fault: string, error: unknown): never {
  throw new Error(fault, { cause: error });
}
