import { askedAttempts } from "@/lib/attempts/asked";
import { exportAttempts } from "@/lib/attempts/export";
import { currentUser } from "@/lib/auth/session";
import { csvResponse } from "@/lib/csv/write";
import { askedChoice } from "@/lib/paging/address";

/** A CSV of the attempts that the list shows, by the same parameters: all pages of it. */
export async function GET(request: Request): Promise<Response> {
  const user = await currentUser();
  if (user === null) return new Response(null, { status: 401 });
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const scope = askedChoice(query["scope"], ["all"] as const) || "own";
  const file = exportAttempts(user, scope, askedAttempts(query, user.timeZone).filter);
  return file === null ? new Response(null, { status: 403 }) : csvResponse(file, "attempts");
}
