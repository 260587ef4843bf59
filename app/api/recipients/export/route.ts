import { currentUser } from "@/lib/auth/session";
import { csvResponse } from "@/lib/csv/write";
import { askedChoice, askedSearch, firstValue } from "@/lib/paging/address";
import { exportRecipients } from "@/lib/recipients/export";
import { suppressionReasons } from "@/lib/recipients/schema";
import { mayOwnMailings } from "@/lib/users/policy";

/** A CSV of one's own recipients as the list shows them, by the same parameters: all pages of it. */
export async function GET(request: Request): Promise<Response> {
  const user = await currentUser();
  if (user === null) return new Response(null, { status: 401 });
  if (!mayOwnMailings(user)) return new Response(null, { status: 403 });
  const query = new URL(request.url).searchParams;
  const text = (name: string) => query.get(name) ?? "";
  const file = await exportRecipients(user, {
    search: askedSearch(text("search")),
    listId: firstValue(text("list")) || null,
    suppressed: askedChoice(text("suppressed"), ["no", "yes", ...suppressionReasons] as const),
  });
  return csvResponse(file, "recipients");
}
