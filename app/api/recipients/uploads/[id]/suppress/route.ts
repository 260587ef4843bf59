import { boundedJson, ownerOf, refusal } from "@/app/api/recipients/uploads/owner-of";
import { applyChange } from "@/lib/cache/apply-change";
import { suppressUpload } from "@/lib/suppressions/file-commands";
import { suppressOptions } from "@/lib/suppressions/file-input";

/** Counts what suppressing the addresses of an uploaded file would do, as a job that then asks. Answers `{ jobId }`. */
export async function POST(
  request: Request,
  { params }: RouteContext<"/api/recipients/uploads/[id]/suppress">,
): Promise<Response> {
  const owner = await ownerOf(request, "application/json");
  if (!owner.ok) return owner.response;
  const body = await boundedJson(request);
  if (body === null) return refusal("too_large");
  const options = suppressOptions.safeParse(body);
  if (!options.success)
    return refusal(options.error.issues.some(({ path }) => path[0] === "note") ? "note_invalid" : "invalid");
  const begun = await suppressUpload(owner.user, (await params).id, options.data);
  if (!begun.ok) return refusal(begun.code);
  await applyChange(begun.changed, "route");
  return Response.json(begun.value, { status: 202 });
}
