import { answerInFile } from "@/lib/attempts/broken-connection";
import { resolutionCells, resolutionColumns } from "@/lib/attempts/resolution-file";
import { CSV_STEP, csvStream } from "@/lib/csv/write";
import type { Days } from "@/lib/reports/days";
import { allReportedDeliveries, type ReportedDelivery } from "@/lib/reports/deliveries";
import type { ReportedFilter } from "@/lib/reports/deliveries-where";
import { growth } from "@/lib/reports/growth";
import { allMailingsOfReport, report, type ReportFigures, type ReportMailing } from "@/lib/reports/queries";
import { reportByDomain, reportByHour, reportByLink } from "@/lib/reports/receiving";
import type { Actor } from "@/lib/users/policy";
import type { Scope } from "@/lib/users/scope";

export const reportFiles = ["mailing", "day", "domain", "link", "hour", "growth"] as const;
export type ReportFile = (typeof reportFiles)[number];

const figures = [
  ...(["attempts", "successful", "unsuccessful", "planned", "accepted", "rejected", "skipped"] as const),
  ...(["cancelled", "uncertain", "delivered", "bounced", "complained"] as const),
  ...(["opened", "unopened", "clicked", "automated", "unsubscribed"] as const),
];

const domainFigures = [
  ...(["planned", "accepted", "rejected", "delivered", "bounced", "complained"] as const),
  ...(["opened", "clicked"] as const),
];

/** The column that says whose days and hours these are. */
const ZONE = "time_zone";

type File = ReadableStream<Uint8Array>;
/** A row of a table that a page shows whole. */
type Cells = readonly string[];

/** One of a report's tables as CSV, all of it, not only the largest; null for who may not see it. */
export async function exportReport(
  actor: Actor,
  scope: Scope,
  days: Days,
  by: ReportFile,
): Promise<File | null> {
  const { timeZone } = days;
  switch (by) {
    case "mailing":
      return byMailing(actor, scope, days);
    case "day": {
      const found = await report(actor, scope, days);
      return whole(
        ["day", ZONE, ...figures],
        found?.days.map((row) => [row.day, timeZone, ...figuresOf(row)]),
      );
    }
    case "domain": {
      const rows = await reportByDomain(actor, scope, days, null);
      return whole(
        ["domain", ...domainFigures],
        rows?.map((row) => [row.domain ?? "", ...domainFigures.map((name) => String(row[name]))]),
      );
    }
    case "link": {
      const rows = await reportByLink(actor, scope, days, null);
      return whole(
        ["link", "clicked"],
        rows?.map(({ link, clicked }) => [link, String(clicked)]),
      );
    }
    case "hour": {
      const rows = await reportByHour(actor, scope, days);
      return whole(
        ["hour", ZONE, "opened", "clicked"],
        rows?.map(({ hour, opened, clicked }) => [hour, timeZone, opened, clicked].map(String)),
      );
    }
    case "growth": {
      const found = await growth(actor, scope, days);
      return whole(
        ["day", ZONE, "added", "lost"],
        found?.days.map(({ day, added, lost }) => [day, timeZone, String(added), String(lost)]),
      );
    }
  }
}

function whole(head: Cells, rows: readonly Cells[] | undefined): File | null {
  return rows === undefined ? null : csvStream(head, oneStep(rows));
}

async function* oneStep(rows: readonly Cells[]): AsyncGenerator<string[][]> {
  yield await Promise.resolve(rows.map((row) => [...row]));
}

/** Everybody's with whose they are. */
function byMailing(actor: Actor, scope: Scope, days: Days): File | null {
  const found = allMailingsOfReport(actor, scope, days, CSV_STEP);
  if (found === null) return null;
  const withOwner = scope === "all";
  return csvStream(["mailing", ...(withOwner ? ["owner"] : []), ...figures], mailingSteps(found, withOwner));
}

async function* mailingSteps(
  found: AsyncGenerator<ReportMailing[]>,
  withOwner: boolean,
): AsyncGenerator<string[][]> {
  for await (const rows of found) {
    yield rows.map((row) => [row.name, ...(withOwner ? [row.owner] : []), ...figuresOf(row)]);
  }
}

function figuresOf(row: ReportFigures): string[] {
  return figures.map((name) => String(row[name]));
}

/** The deliveries behind a figure as CSV, times in UTC, everybody's with whose they are; null for who may not see them. */
export function exportReportedDeliveries(actor: Actor, scope: Scope, filter: ReportedFilter): File | null {
  const found = allReportedDeliveries(actor, scope, filter, CSV_STEP);
  if (found === null) return null;
  const head = ["email", "name", "mailing", ...(scope === "all" ? ["owner"] : []), "started", "status"];
  const rest = ["reason", "answer", "fate", "fate_detail", "opened", "clicked", "automated"];
  return csvStream([...head, ...rest, ...resolutionColumns], deliverySteps(found, scope === "all"));
}

async function* deliverySteps(
  found: AsyncGenerator<ReportedDelivery[]>,
  withOwner: boolean,
): AsyncGenerator<string[][]> {
  for await (const rows of found) yield rows.map((row) => deliveryCells(row, withOwner));
}

function deliveryCells(row: ReportedDelivery, withOwner: boolean): string[] {
  const {
    address,
    name,
    attempt,
    status,
    reason,
    answer,
    fate,
    fateDetail,
    openedAt,
    clickedAt,
    automatedAt,
  } = row;
  return [
    ...[address, name, attempt.mailing, ...(withOwner ? [attempt.ownerName] : [])],
    ...[attempt.at.toISOString(), status, reason ?? "", answerInFile(answer), fate ?? "", fateDetail ?? ""],
    ...[openedAt?.toISOString() ?? "", clickedAt?.toISOString() ?? "", automatedAt?.toISOString() ?? ""],
    ...resolutionCells(row.resolution),
  ];
}
