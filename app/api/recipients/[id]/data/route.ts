import { currentUser } from "@/lib/auth/session";
import { recipientData } from "@/lib/recipients/person-data";
import { mayOwnMailings } from "@/lib/users/policy";

type Context = RouteContext<"/api/recipients/[id]/data">;

/** All that is stored of one's own recipient, as a JSON file for the person. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const user = await currentUser();
  if (user === null) return new Response(null, { status: 401 });
  if (!mayOwnMailings(user)) return new Response(null, { status: 403 });
  const data = await recipientData(user, (await params).id);
  if (data === null) return new Response(null, { status: 404 });
  return new Response(`${JSON.stringify(data, null, 2)}\n`, {
    headers: {
      "Cache-Control": "private, no-store",
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": 'attachment; filename="recipient.json"',
    },
  });
}
