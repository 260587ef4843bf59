import { askedChoice, askedSearch, firstValue, type QueryValue } from "@/lib/paging/address";
import { suppressionReasons } from "@/lib/recipients/schema";
import type { RecipientConditions } from "@/lib/recipients/where";

export const askedStates = ["no", "yes", ...suppressionReasons] as const;
/** Days since somebody was added. */
export const askedDays = ["1", "7", "30", "90", "365"] as const;

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

type Query = Partial<Record<"search" | "list" | "suppressed" | "reached" | "since", QueryValue>>;

/** What the address of a list of recipients narrows it to: as it stands there, and as conditions at this moment. */
export function askedRecipients(query: Query, now = Date.now()) {
  const asked = {
    search: askedSearch(query.search),
    list: firstValue(query.list),
    suppressed: askedChoice(query.suppressed, askedStates),
    reached: askedChoice(query.reached, ["never"]),
    since: askedChoice(query.since, askedDays),
  };
  const { search, suppressed, reached, since } = asked;
  const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const conditions: RecipientConditions = {
    ...{ search, suppressed, reached },
    listId: asked.list || null,
    addedSince: since === "" ? "" : new Date(minute - Number(since) * DAY_MS).toISOString(),
  };
  return { asked, conditions };
}
