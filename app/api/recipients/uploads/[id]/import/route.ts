import { boundedJson, ownerOf, refusal } from "@/app/api/recipients/uploads/owner-of";
import { applyChange } from "@/lib/cache/apply-change";
import { uploadOptions } from "@/lib/recipients/schema";
import { importUpload } from "@/lib/recipients/uploads";

/** Imports an uploaded file as a job. Answers `{ jobId }`. */
export async function POST(
  request: Request,
  { params }: RouteContext<"/api/recipients/uploads/[id]/import">,
): Promise<Response> {
  const owner = await ownerOf(request, "application/json");
  if (!owner.ok) return owner.response;
  const body = await boundedJson(request);
  if (body === null) return refusal("too_large");
  const options = uploadOptions.safeParse(body);
  if (!options.success) {
    const consent = options.error.issues.some(({ message }) => message === "consent_missing");
    return refusal(consent ? "consent_missing" : "invalid");
  }
  const begun = await importUpload(owner.user, (await params).id, options.data);
  if (!begun.ok) {
    if (begun.faults?.list !== undefined) return refusal("list_unknown");
    return refusal(begun.faults === undefined ? begun.code : "new_list");
  }
  await applyChange(begun.changed, "route");
  return Response.json(begun.value, { status: 202 });
}
