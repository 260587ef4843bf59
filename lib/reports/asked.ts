import { askedChoice, askedSearch, firstValue, type QueryValue } from "@/lib/paging/address";
import { daysOfPeriod, readDays, reportPeriods, type Days } from "@/lib/reports/days";
import type { ReportedFilter } from "@/lib/reports/deliveries-where";
import { deliveryOutcomes } from "@/lib/reports/outcomes";

type Query = Record<string, QueryValue>;

/** The period of an address that says none. */
const STANDARD = "month";

/** The days that the address of a report asks for: a period up to today, or days by name. */
export function askedReport(query: Query, now: Date, timeZone: string): { period: string; days: Days } {
  const text = firstValue(query["period"]);
  const named = readDays(text, timeZone);
  if (named !== null) return { period: text, days: named };
  const period = askedChoice(text, reportPeriods);
  return { period, days: daysOfPeriod(period === "" ? STANDARD : period, now, timeZone) };
}

/** What the address of a list of deliveries narrows it to; without days, those of the standard period. */
export function askedDeliveries(query: Query, now: Date, timeZone: string) {
  const asked = {
    search: askedSearch(query["search"]),
    days: firstValue(query["days"]),
    outcome: askedChoice(query["outcome"], deliveryOutcomes),
    mailing: firstValue(query["mailing"]),
    domain: firstValue(query["domain"]),
    link: firstValue(query["link"]),
    hour: askedHour(query["hour"]),
  };
  const { search, outcome, mailing, domain, link, hour } = asked;
  const days = readDays(asked.days, timeZone) ?? daysOfPeriod(STANDARD, now, timeZone);
  const filter: ReportedFilter = {
    ...{ days, search, mailing, domain, link },
    outcome: outcome === "" ? "planned" : outcome,
    hour: hour === "" ? null : Number(hour),
  };
  return { asked, filter };
}

function askedHour(value: QueryValue): string {
  const text = firstValue(value);
  return /^(?:\d|1\d|2[0-3])$/.test(text) ? text : "";
}
