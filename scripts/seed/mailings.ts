import { Temporal } from "temporal-polyfill";
import type { CommandResult } from "@/lib/commands/result";
import type { Database } from "@/lib/db";
import { pauseMailing, stopMailing } from "@/lib/mailings/commands";
import { createMailing } from "@/lib/mailings/save";
import type { Period } from "@/lib/mailings/schedule";
import { applicationEngine } from "@/lib/engine-host/application-engine";
import { tick } from "@/lib/sending/tick";
import type { DemoPeople, DemoPerson } from "@/scripts/seed/accounts";
import { importList, partOfList, suppressSome } from "@/scripts/seed/audiences";
import { writeLetter, type Letter } from "@/scripts/seed/letter";
import { bookshopLetters, teashopLetters } from "@/scripts/seed/letters";

interface Plan {
  name: string;
  letter: Letter;
  listId: string;
  period: Period;
  /** From now on; negative for what has begun already and so is due at once. */
  start: Temporal.DurationLike;
}

/** Long enough to sign in and open the mailing, short enough to wait for. */
const FIRST_MAILING_IN = { seconds: 40 };
/** A tick claims nothing that a request of 30 s and its settling might not fit into. */
const TICK_TIME = 60_000;
const TICK_PATIENCE = 200;

/**
 * Recipients, messages and mailings in every status. What has a past got it from the engine: it was due when
 * it was saved, and went through plan, batches and the embedded mailbox like anything else.
 */
export async function createMailings(db: Database, people: DemoPeople): Promise<void> {
  const { emma, olga, manager } = people;
  const customers = await importList(db, { ownerId: emma.id, name: "Customers", file: "recipients.csv" });
  const guests = await importList(db, { ownerId: olga.id, name: "Покупатели", file: "recipients-ru.csv" });
  const circle = await partOfList(db, { ownerId: emma.id, name: "Reading circle", of: customers, size: 24 });
  const trade = await partOfList(db, { ownerId: emma.id, name: "Trade", of: customers, size: 8 });
  await suppressSome(db, olga.id, guests);

  const books = bookshopLetters;
  const tea = teashopLetters;
  const make = (owner: DemoPerson, plan: Plan) => createDemoMailing(db, owner, plan);

  await make(emma, { ...plan("Open late in November", books.hours, circle), start: { hours: -2 } });
  await make(emma, { ...plan("Page of the day", books.circle, circle, "daily"), start: { hours: -1 } });
  const prices = await make(emma, {
    ...plan("Trade prices", books.trade, trade, "weekly"),
    start: { hours: -3 },
  });
  const bargain = await make(emma, {
    ...plan("Everything must go", books.bargain, circle, "monthly"),
    start: { minutes: -30 },
  });
  await make(olga, { ...plan("Осенний сбор", tea.oolong, guests), start: { hours: -5 } });
  await make(olga, { ...plan("Чай недели", tea.week, guests, "weekly"), start: { hours: -4 } });
  await tick({ ...applicationEngine(), report: failOn }, { time: TICK_TIME, patience: TICK_PATIENCE });

  granted(await pauseMailing(emma, prices));
  const reason = "The subject promises a discount that the message does not give.";
  granted(await stopMailing(manager, { mailingId: bargain, reason }));
  await make(olga, { ...plan("Заказы к праздникам", tea.order, guests, "monthly"), start: { days: 3 } });
  await make(emma, { ...plan("Weekend letter", books.circle, customers, "weekly"), start: { days: 7 } });
  // Last, so that its time has not come before everything else is there.
  await make(emma, { ...plan("Winter catalogue", books.catalogue, customers), start: FIRST_MAILING_IN });
}

function plan(name: string, letter: Letter, listId: string, period: Period = "once"): Omit<Plan, "start"> {
  return { name, letter, listId, period };
}

async function createDemoMailing(db: Database, owner: DemoPerson, plan: Plan): Promise<string> {
  const message = await db.message.create({
    data: { ownerId: owner.id, ...writeLetter(plan.letter) },
    select: { id: true },
  });
  const start = Temporal.Now.zonedDateTimeISO(owner.timeZone).add(plan.start).toPlainDateTime();
  const saved = await createMailing(owner, {
    name: plan.name,
    messageId: message.id,
    listIds: [plan.listId],
    recipientIds: [],
    startLocal: start.toString({ smallestUnit: "second" }),
    timeZone: owner.timeZone,
    period: plan.period,
    endAt: null,
  });
  return granted(saved).mailingId;
}

function granted<T>(result: CommandResult<T>): T {
  if (!result.ok) throw new Error(`A step of the demo data was refused: ${result.code}`);
  return result.value;
}

/** The engine goes on after a fault in one mailing; a demo without its history is none. */
function failOn(fault: string, error: unknown): never {
  throw new Error(fault, { cause: error });
}
