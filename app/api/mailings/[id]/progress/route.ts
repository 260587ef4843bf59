import { currentUser } from "@/lib/auth/session";
import { mailingProgress } from "@/lib/mailings/progress";

/** A mailing's progress for who may see it; 401 for a visitor, 404 for what does not exist for this person. */
export async function GET(_request: Request, { params }: RouteContext<"/api/mailings/[id]/progress">) {
  const user = await currentUser();
  if (user === null) return Response.json({ error: "unauthorized" }, { status: 401 });
  const progress = await mailingProgress(user, (await params).id);
  if (progress === null) return Response.json({ error: "not_found" }, { status: 404 });
  return Response.json(progress, { headers: { "Cache-Control": "private, no-store" } });
}
