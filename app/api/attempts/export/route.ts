import { exportAttempts } from "@/lib/attempts/export";
import { attemptKinds, attemptPeriods } from "@/lib/attempts/list";
import { currentUser } from "@/lib/auth/session";
import { csvResponse } from "@/lib/csv/write";
import { attemptStatuses } from "@/lib/mailings/status";
import { askedChoice, askedSearch, firstValue } from "@/lib/paging/address";

/** A CSV of the attempts that the list shows, by the same parameters: all pages of it. */
export async function GET(request: Request): Promise<Response> {
  const user = await currentUser();
  if (user === null) return new Response(null, { status: 401 });
  const query = new URL(request.url).searchParams;
  const text = (name: string) => query.get(name) ?? "";
  const scope = askedChoice(text("scope"), ["all"] as const) || "own";
  const file = exportAttempts(user, scope, {
    search: askedSearch(text("search")),
    status: askedChoice(text("status"), attemptStatuses),
    period: askedChoice(text("period"), attemptPeriods),
    kind: askedChoice(text("kind"), attemptKinds),
    mailing: firstValue(text("mailing")),
  });
  return file === null ? new Response(null, { status: 403 }) : csvResponse(file, "attempts");
}
