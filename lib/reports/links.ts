import { pageHref } from "@/lib/paging/address";
import { writeDays, type Days } from "@/lib/reports/days";
import type { DeliveryOutcome } from "@/lib/reports/outcomes";
import type { Scope } from "@/lib/users/scope";

/** Whose report it is, and of which days: what every figure's link carries. */
export interface ReportPlace {
  scope: Scope;
  days: Pick<Days, "first" | "last">;
}

/** What a figure counts beside its outcome. */
export interface DeliveriesOf {
  outcome: DeliveryOutcome;
  mailing?: string;
  domain?: string | null;
  link?: string;
  /** Of the day, in the zone of the days. */
  hour?: string;
}

/** Erased recipients have no domain. */
export const NO_DOMAIN = "-";

/** The deliveries that a figure counts. */
export function deliveriesHref({ scope, days }: ReportPlace, of: DeliveriesOf): string {
  const { outcome, mailing = "", domain, link = "", hour = "" } = of;
  return pageHref(scope === "own" ? "/reports/deliveries" : "/admin/reports/deliveries", {
    days: writeDays(days),
    outcome,
    mailing,
    domain: domain === null ? NO_DOMAIN : (domain ?? ""),
    link,
    hour,
  });
}

/** The attempts that a figure counts. */
export function attemptsHref(
  { scope, days }: ReportPlace,
  { status = "", mailing = "" }: { status?: "succeeded" | "unsuccessful" | ""; mailing?: string },
): string {
  return pageHref(scope === "own" ? "/attempts" : "/admin/attempts", {
    period: writeDays(days),
    status,
    mailing,
  });
}

const deliveryFigures = [
  ...(["planned", "accepted", "rejected", "skipped", "cancelled", "uncertain"] as const),
  ...([
    "delivered",
    "bounced",
    "complained",
    "opened",
    "unopened",
    "clicked",
    "automated",
    "unsubscribed",
  ] as const),
] as const;
type DeliveryFigure = (typeof deliveryFigures)[number];

export type FigureHrefs = Readonly<
  Record<DeliveryFigure | "mailings" | "attempts" | "successful" | "unsuccessful", string>
>;

/** Of every figure of a report, or of one mailing in it, the rows that it counts. */
export function figureHrefs(place: ReportPlace, mailing = ""): FigureHrefs {
  const deliveries = Object.fromEntries(
    deliveryFigures.map((outcome) => [outcome, deliveriesHref(place, { outcome, mailing })]),
  ) as Record<DeliveryFigure, string>;
  return {
    ...deliveries,
    mailings: reportHref(place, "mailings"),
    attempts: attemptsHref(place, { mailing }),
    successful: attemptsHref(place, { status: "succeeded", mailing }),
    unsuccessful: attemptsHref(place, { status: "unsuccessful", mailing }),
  };
}

/** A part of the report of these days. */
export function reportHref({ scope, days }: ReportPlace, view: string): string {
  return pageHref(scope === "own" ? "/reports" : "/admin/reports", { view, period: writeDays(days) });
}

/** The recipients that were added, or of whom mailings skip the address since. */
export function recipientsHref({ scope, days }: ReportPlace, what: "added" | "lost"): string {
  const range = writeDays(days);
  return pageHref(
    scope === "own" ? "/recipients" : "/admin/recipients",
    what === "added" ? { since: range } : { suppressed: "yes", lost: range },
  );
}
