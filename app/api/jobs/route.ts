import { currentUser } from "@/lib/auth/session";
import { jobsProgress } from "@/lib/jobs/queries";

/** How far one's own jobs are; 401 for a visitor. */
export async function GET() {
  const user = await currentUser();
  if (user === null) return Response.json({ error: "unauthorized" }, { status: 401 });
  return Response.json(await jobsProgress(user), { headers: { "Cache-Control": "private, no-store" } });
}
