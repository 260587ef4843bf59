import { currentUser } from "@/lib/auth/session";
import { previewOf } from "@/lib/recipients/import-mappings";
import { previewFile } from "@/lib/recipients/import-preview";
import { BEGINNING_OF_FILE, saidOfFile } from "@/lib/recipients/schema";
import { boundedBytes } from "@/lib/security/bounded-bytes";
import { mayOwnMailings } from "@/lib/users/policy";

/** What an import would make of a file whose beginning is the body. Stores nothing. */
export async function POST(request: Request): Promise<Response> {
  const user = await currentUser();
  if (user === null) return refusal("signed_out", 401);
  if (!mayOwnMailings(user)) return refusal("forbidden", 403);
  // A type that no other site can send without asking.
  if (request.headers.get("content-type") !== "text/csv") return refusal("invalid", 415);
  const said = saidOfFile.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!said.success) return refusal("invalid", 400);
  const bytes = await boundedBytes(request, BEGINNING_OF_FILE);
  if (bytes === null) return refusal("too_large", 413);
  const { encoding, delimiter } = said.data;
  const preview = await previewFile(bytes, {
    ...(encoding && { encoding }),
    ...(delimiter && { delimiter }),
  });
  return Response.json(await previewOf(user, preview));
}

function refusal(code: string, status: number): Response {
  return Response.json({ ok: false, code, line: null }, { status });
}
