import { Temporal } from "temporal-polyfill";
import { v7 as uuidv7 } from "uuid";
import { createMailing } from "@/lib/mailings/save";
import type { Period } from "@/lib/mailings/schedule";
import { createMessage } from "@/lib/messages/commands";
import type { MessageInput } from "@/lib/messages/schema";
import type { DemoPeople, DemoUser } from "@/scripts/seed/accounts";
import type { DemoLists } from "@/scripts/seed/audiences";
import { granted } from "@/scripts/seed/granted";
import { bookshopMessages } from "@/scripts/seed/messages-en";
import { teashopMessages } from "@/scripts/seed/messages-ru";

/** A mailing of the demo, before it is anywhere. */
export interface MailingPlan {
  owner: DemoUser;
  name: string;
  message: MessageInput;
  listId: string;
  period: Period;
  start: Temporal.ZonedDateTime;
}

type PlanName =
  "page" | "weekend" | "trade" | "bargain" | "hours" | "catalogue" | "oolong" | "week" | "boxes";

export type MailingPlans = Record<PlanName, MailingPlan>;

/** The mailings of both shops. Those with a start in the past have run since then. */
export function planMailings({ emma, olga }: DemoPeople, lists: DemoLists): MailingPlans {
  const books = bookshopMessages;
  const tea = teashopMessages;
  const of = (owner: DemoUser) => (name: string, message: MessageInput, listId: string, period: Period) => ({
    ...{ owner, name, message, listId, period },
  });
  const [shop, teashop] = [of(emma), of(olga)];
  return {
    hours: { ...shop("Late Thursdays", books.hours, lists.circle, "once"), start: day(emma, -14, 11) },
    weekend: {
      ...shop("Weekend letter", books.weekend, lists.newsletter, "weekly"),
      start: day(emma, -17, 16),
    },
    trade: { ...shop("Trade prices", books.trade, lists.trade, "weekly"), start: day(emma, -15, 9) },
    page: { ...shop("Page of the day", books.page, lists.circle, "daily"), start: anHourAgo(emma, -5) },
    bargain: {
      ...shop("Everything must go", books.bargain, lists.circle, "monthly"),
      start: day(emma, -1, 15),
    },
    catalogue: {
      ...shop("Winter catalogue", books.catalogue, lists.customers, "once"),
      start: day(emma, 1, 10),
    },
    oolong: { ...teashop("Осенний сбор", tea.oolong, lists.guests, "once"), start: day(olga, -12, 12) },
    week: { ...teashop("Чай недели", tea.week, lists.guests, "weekly"), start: day(olga, -20, 10) },
    boxes: { ...teashop("Подарочные коробки", tea.boxes, lists.guests, "monthly"), start: day(olga, 3, 10) },
  };
}

/** Creates the mailing with a message of its own, as its owner would. Its id. */
export async function createDemoMailing(plan: MailingPlan, how: { paused?: boolean } = {}): Promise<string> {
  const { owner, name, listId, period, start } = plan;
  const { messageId } = granted(await createMessage(owner, uuidv7(), plan.message));
  const input = {
    ...{ name, messageId, period, listIds: [listId], recipientIds: [], endAt: null },
    startLocal: start.toPlainDateTime().toString({ smallestUnit: "second" }),
    timeZone: owner.timeZone,
  };
  return granted(await createMailing(owner, input, uuidv7(), how)).mailingId;
}

function day({ timeZone }: DemoUser, days: number, hour: number): Temporal.ZonedDateTime {
  return Temporal.Now.zonedDateTimeISO(timeZone).startOfDay().add({ days }).with({ hour });
}

/** At the full hour that is one to two hours past, so that today's run is past at any time of the day. */
function anHourAgo({ timeZone }: DemoUser, days: number): Temporal.ZonedDateTime {
  const hour = Temporal.Now.zonedDateTimeISO(timeZone).subtract({ hours: 1 });
  return hour.round({ smallestUnit: "hour", roundingMode: "floor" }).add({ days });
}
