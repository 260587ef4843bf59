import { CSV_STEP, csvStream } from "@/lib/csv/write";
import {
  allMailingsOfReport,
  report,
  type ReportDay,
  type ReportFigures,
  type ReportMailing,
  type ReportPeriod,
} from "@/lib/reports/queries";
import type { Actor } from "@/lib/users/policy";
import type { Scope } from "@/lib/users/scope";

const figures = [
  ...(["attempts", "successful", "unsuccessful", "planned", "accepted", "rejected", "skipped"] as const),
  ...(["cancelled", "uncertain", "delivered", "bounced", "complained"] as const),
];

/** A report's mailings as CSV, all of them, everybody's with whose they are; null for who may not see it. */
export function exportReportByMailing(
  actor: Actor,
  scope: Scope,
  period: ReportPeriod,
): ReadableStream<Uint8Array> | null {
  const found = allMailingsOfReport(actor, scope, period, CSV_STEP);
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

/**
 * A report's days as CSV; null for who may not see it.
 * @param timeZone IANA name, by which days are told apart
 */
export async function exportReportByDay(
  actor: Actor,
  scope: Scope,
  period: ReportPeriod,
  timeZone: string,
): Promise<ReadableStream<Uint8Array> | null> {
  const found = await report(actor, scope, period, timeZone);
  return found === null ? null : csvStream(["day", ...figures], dayStep(found.days));
}

/** There are as many as the longest period has days. */
async function* dayStep(days: readonly ReportDay[]): AsyncGenerator<string[][]> {
  yield await Promise.resolve(days.map((row) => [row.day, ...figuresOf(row)]));
}

function figuresOf(row: ReportFigures): string[] {
  return figures.map((name) => String(row[name]));
}
