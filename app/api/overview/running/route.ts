import { currentUser } from "@/lib/auth/session";
import { runningMailings } from "@/lib/overview/running";

/** What goes out at this moment of what this person may see; 401 for a visitor. */
export async function GET() {
  const user = await currentUser();
  if (user === null) return Response.json({ error: "unauthorized" }, { status: 401 });
  return Response.json(await runningMailings(user), { headers: { "Cache-Control": "private, no-store" } });
}
