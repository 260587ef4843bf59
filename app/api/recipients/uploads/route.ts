import { boundedJson, ownerOf, refusal } from "@/app/api/recipients/uploads/owner-of";
import { uploadInput } from "@/lib/recipients/schema";
import { beginUpload } from "@/lib/recipients/uploads";
import { takeUse } from "@/lib/security/rate-limits";

/** Begins the upload of a file. Answers `{ id }`, by which its parts are sent. */
export async function POST(request: Request): Promise<Response> {
  const owner = await ownerOf(request, "application/json");
  if (!owner.ok) return owner.response;
  const body = await boundedJson(request);
  if (body === null) return refusal("too_large");
  const input = uploadInput.safeParse(body);
  if (!input.success)
    return refusal(
      input.error.issues.some(({ message }) => message === "too_large") ? "file_too_large" : "invalid",
    );
  if (!(await takeUse("uploadByAccount", owner.user.id)).ok) return refusal("too_many_uploads");
  const begun = await beginUpload(owner.user, input.data);
  return begun.ok ? Response.json(begun.value, { status: 201 }) : refusal(begun.code);
}
