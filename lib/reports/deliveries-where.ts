import { Prisma } from "@prisma/client";
import { searchedEmail } from "@/lib/email-address";
import type { Days } from "@/lib/reports/days";
import { NO_DOMAIN } from "@/lib/reports/links";
import { domainOf, isSettled, withOutcome, type DeliveryOutcome } from "@/lib/reports/outcomes";
import { hourOf } from "@/lib/reports/receiving";
import { ranWithin } from "@/lib/reports/runs";

/** Which deliveries a figure of a report counts; plain JSON. */
export interface ReportedFilter {
  days: Days;
  outcome: DeliveryOutcome;
  /** A mailing's id; "" for all. */
  mailing: string;
  /** "" for all, "-" for those of erased recipients. */
  domain: string;
  link: string;
  /** Of the first opening or click, 0 to 23; null for all. */
  hour: number | null;
  /** What the address begins with, without case; "" for all. */
  search: string;
}

/** The condition on the attempts `a`; closed ones whose figure is nought are passed over. */
export function attemptsWhere(
  ownerId: string | null,
  { days, mailing, outcome }: Pick<ReportedFilter, "days" | "mailing" | "outcome">,
): Prisma.Sql {
  const one = mailing === "" ? Prisma.empty : Prisma.sql`AND a.mailing_id = ${mailing}::uuid`;
  const some = isSettled(outcome)
    ? Prisma.sql`AND (a.closed_at IS NULL OR ${Prisma.raw(`a.${outcome}`)} > 0)`
    : Prisma.empty;
  return Prisma.sql`${ranWithin(ownerId, days)} ${one} ${some}`;
}

/** The condition on the deliveries `d` of those. */
export function deliveriesWhere(filter: Omit<ReportedFilter, "mailing">): Prisma.Sql {
  const { days, outcome, domain, link, hour, search } = filter;
  const conditions = [withOutcome(outcome)];
  if (domain === NO_DOMAIN) conditions.push(Prisma.sql`${domainOf} IS NULL`);
  else if (domain !== "") conditions.push(Prisma.sql`${domainOf} = ${domain}`);
  if (hour !== null) {
    const column = outcome === "clicked" ? Prisma.sql`d.clicked_at` : Prisma.sql`d.opened_at`;
    conditions.push(Prisma.sql`${hourOf(column, days.timeZone)} = ${hour}::int`);
  }
  if (link !== "")
    conditions.push(Prisma.sql`EXISTS (SELECT 1 FROM clicked_links c
      WHERE c.attempt_id = d.attempt_id AND c.link_md5 = md5(${link})::uuid AND c.delivery_id = d.id)`);
  if (search !== "") {
    const begin = searchedEmail(search);
    conditions.push(Prisma.sql`d.address COLLATE "C" BETWEEN ${begin} AND ${begin} || chr(1114111)`);
  }
  return Prisma.join(conditions, " AND ");
}
