import { currentUser } from "@/lib/auth/session";
import { csvResponse } from "@/lib/csv/write";
import { askedRecipients } from "@/lib/recipients/asked";
import { exportRecipients } from "@/lib/recipients/export";
import { chosenInput } from "@/lib/recipients/chosen-input";
import { LARGEST_CHOICE } from "@/lib/recipients/schema";
import { boundedBytes } from "@/lib/security/bounded-bytes";
import { isStorableInput } from "@/lib/storable-text";
import { mayOwnMailings } from "@/lib/users/policy";

/** A CSV of one's own recipients as the list shows them, by the same parameters: all pages of it. */
export async function GET(request: Request): Promise<Response> {
  const user = await currentUser();
  if (user === null) return new Response(null, { status: 401 });
  if (!mayOwnMailings(user)) return new Response(null, { status: 403 });
  const query = new URL(request.url).searchParams;
  const { conditions: filter } = askedRecipients(Object.fromEntries(query), user.timeZone);
  return csvResponse(await exportRecipients(user, { filter }), "recipients");
}

/** The same of what is selected in the list, as a form sends it. Nothing changes by it, whoever has it sent. */
export async function POST(request: Request): Promise<Response> {
  const user = await currentUser();
  if (user === null) return new Response(null, { status: 401 });
  if (!mayOwnMailings(user)) return new Response(null, { status: 403 });
  const body = await boundedBytes(request, LARGEST_CHOICE);
  if (body === null) return new Response(null, { status: 413 });
  const form = new URLSearchParams(new TextDecoder().decode(body));
  const ids = form.getAll("ids");
  const chosen = chosenInput.safeParse({
    ...Object.fromEntries(form),
    ids: ids.length === 0 ? undefined : ids,
  });
  if (!chosen.success || !isStorableInput(chosen.data)) return new Response(null, { status: 400 });
  return csvResponse(await exportRecipients(user, chosen.data), "recipients");
}
