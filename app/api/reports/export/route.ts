import { currentUser } from "@/lib/auth/session";
import { csvResponse } from "@/lib/csv/write";
import { askedChoice } from "@/lib/paging/address";
import { exportReportByDay, exportReportByMailing } from "@/lib/reports/export";
import { reportPeriods } from "@/lib/reports/queries";

/** A CSV of a report's table, by mailing or by day, of the period that the page shows. */
export async function GET(request: Request): Promise<Response> {
  const user = await currentUser();
  if (user === null) return new Response(null, { status: 401 });
  const query = new URL(request.url).searchParams;
  const text = (name: string) => query.get(name) ?? "";
  const scope = askedChoice(text("scope"), ["all"] as const) || "own";
  const period = askedChoice(text("period"), reportPeriods) || "month";
  const byDay = text("by") === "day";
  const file = byDay
    ? await exportReportByDay(user, scope, period, user.timeZone)
    : exportReportByMailing(user, scope, period);
  if (file === null) return new Response(null, { status: 403 });
  return csvResponse(file, byDay ? "report-by-day" : "report-by-mailing");
}
