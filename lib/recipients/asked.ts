import { askedChoice, askedSearch, firstValue, type QueryValue } from "@/lib/paging/address";
import { instantsOf, readDays, writeDays, type Days } from "@/lib/reports/days";
import { suppressionReasons } from "@/lib/recipients/schema";
import { ALL_RECIPIENTS, type RecipientConditions } from "@/lib/recipients/where";

export const askedStates = ["no", "yes", ...suppressionReasons] as const;
/** Days since somebody was added. */
export const askedDays = ["1", "7", "30", "90", "365"] as const;

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

type Query = Partial<Record<"search" | "list" | "suppressed" | "reached" | "since" | "lost", QueryValue>>;

/**
 * What the address of a list of recipients narrows it to: as it stands there, and as conditions at this moment. Days that a
 * report's figure names are days in `timeZone`.
 */
export function askedRecipients(query: Query, timeZone: string, now = Date.now()) {
  const [added, lost] = [
    readDays(firstValue(query.since), timeZone),
    readDays(firstValue(query.lost), timeZone),
  ];
  const asked = {
    search: askedSearch(query.search),
    list: firstValue(query.list),
    suppressed: askedChoice(query.suppressed, askedStates),
    reached: askedChoice(query.reached, ["never"]),
    since: added === null ? askedChoice(query.since, askedDays) : writeDays(added),
    lost: lost === null ? "" : writeDays(lost),
  };
  const { search, suppressed, reached, since } = asked;
  const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const conditions: RecipientConditions = {
    ...{ ...ALL_RECIPIENTS, search, suppressed, reached },
    listId: asked.list || null,
    addedSince: since === "" || added !== null ? "" : new Date(minute - Number(since) * DAY_MS).toISOString(),
    ...(added !== null && { addedSince: isoOf(added, "from"), addedBefore: isoOf(added, "before") }),
    ...(lost !== null && { lostSince: isoOf(lost, "from"), lostBefore: isoOf(lost, "before") }),
  };
  return { asked, conditions, added, lost };
}

function isoOf(days: Days, which: "from" | "before"): string {
  return instantsOf(days)[which].toISOString();
}
