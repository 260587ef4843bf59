import { currentUser } from "@/lib/auth/session";
import { csvResponse } from "@/lib/csv/write";
import { askedChoice } from "@/lib/paging/address";
import { askedDeliveries } from "@/lib/reports/asked";
import { exportReportedDeliveries } from "@/lib/reports/export";
import { reportNow } from "@/lib/reports/runs";

/** A CSV of the deliveries behind a figure of a report, by the list's parameters: all pages of it. */
export async function GET(request: Request): Promise<Response> {
  const user = await currentUser();
  if (user === null) return new Response(null, { status: 401 });
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const scope = askedChoice(query["scope"], ["all"] as const) || "own";
  const { filter } = askedDeliveries(query, await reportNow(), user.timeZone);
  const file = exportReportedDeliveries(user, scope, filter);
  return file === null ? new Response(null, { status: 403 }) : csvResponse(file, "deliveries");
}
