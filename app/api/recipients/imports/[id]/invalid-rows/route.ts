import { currentUser } from "@/lib/auth/session";
import { csvResponse } from "@/lib/csv/write";
import { importFile } from "@/lib/recipients/import-result";

/** The invalid rows of an import as they stand in its file, to be mended and imported again. */
export async function GET(
  _request: Request,
  { params }: RouteContext<"/api/recipients/imports/[id]/invalid-rows">,
) {
  const user = await currentUser();
  if (user === null) return new Response(null, { status: 401 });
  const file = await importFile(user, (await params).id, "invalid");
  return file === null ? new Response(null, { status: 404 }) : csvResponse(file, "invalid-rows");
}
