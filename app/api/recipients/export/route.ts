import { currentUser } from "@/lib/auth/session";
import { csvResponse } from "@/lib/csv/write";
import { askedRecipients } from "@/lib/recipients/asked";
import { exportRecipients } from "@/lib/recipients/export";
import { mayOwnMailings } from "@/lib/users/policy";

/** A CSV of one's own recipients as the list shows them, by the same parameters: all pages of it. */
export async function GET(request: Request): Promise<Response> {
  const user = await currentUser();
  if (user === null) return new Response(null, { status: 401 });
  if (!mayOwnMailings(user)) return new Response(null, { status: 403 });
  const query = new URL(request.url).searchParams;
  const { conditions } = askedRecipients(Object.fromEntries(query));
  const file = await exportRecipients(user, conditions);
  return csvResponse(file, "recipients");
}
