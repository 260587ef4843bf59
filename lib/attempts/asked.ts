import { attemptKinds, attemptPeriods, attemptResults, type AttemptFilter } from "@/lib/attempts/list";
import { askedChoice, askedSearch, firstValue, type QueryValue } from "@/lib/paging/address";
import { instantsOf, readDays, type Days } from "@/lib/reports/days";

/** What the address of a list of attempts narrows it to: as it stands there, and as a filter. */
export function askedAttempts(query: Partial<Record<string, QueryValue>>, timeZone: string) {
  const period = firstValue(query["period"]);
  const days = readDays(period, timeZone);
  const asked = {
    search: askedSearch(query["search"]),
    status: askedChoice(query["status"], attemptResults),
    period: days === null ? askedChoice(period, attemptPeriods) : period,
    kind: askedChoice(query["kind"], attemptKinds),
    mailing: firstValue(query["mailing"]),
  };
  const { search, status, kind, mailing } = asked;
  const within = days === null ? askedChoice(period, attemptPeriods) : instantsOf(days);
  const filter: AttemptFilter = { search, status, kind, mailing, period: within };
  return { asked, filter, days: days satisfies Days | null };
}
