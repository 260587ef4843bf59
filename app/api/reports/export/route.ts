import { currentUser } from "@/lib/auth/session";
import { csvResponse } from "@/lib/csv/write";
import { askedChoice } from "@/lib/paging/address";
import { askedReport } from "@/lib/reports/asked";
import { exportReport, reportFiles } from "@/lib/reports/export";
import { reportNow } from "@/lib/reports/runs";

/** A CSV of one of a report's tables, of the days that the page shows. */
export async function GET(request: Request): Promise<Response> {
  const user = await currentUser();
  if (user === null) return new Response(null, { status: 401 });
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const scope = askedChoice(query["scope"], ["all"] as const) || "own";
  const { days } = askedReport(query, await reportNow(), user.timeZone);
  const by = askedChoice(query["by"], reportFiles) || "mailing";
  const file = await exportReport(user, scope, days, by);
  return file === null ? new Response(null, { status: 403 }) : csvResponse(file, `report-by-${by}`);
}
