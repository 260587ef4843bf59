import { currentUser } from "@/lib/auth/session";
import { csvResponse } from "@/lib/csv/write";
import { importFile } from "@/lib/recipients/import-result";

/** What became of every row of an import, as a CSV. */
export async function GET(
  _request: Request,
  { params }: RouteContext<"/api/recipients/imports/[id]/report">,
) {
  const user = await currentUser();
  if (user === null) return new Response(null, { status: 401 });
  const file = await importFile(user, (await params).id, "report");
  return file === null ? new Response(null, { status: 404 }) : csvResponse(file, "import-report");
}
