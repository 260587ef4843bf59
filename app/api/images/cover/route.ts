import { currentPerson } from "@/lib/auth/session";
import { LARGEST_UPLOAD } from "@/lib/images/schema";
import { storeCover, type CoverRefusal } from "@/lib/posts/cover";
import { boundedBytes } from "@/lib/security/bounded-bytes";

const STATUS: Record<CoverRefusal, number> = {
  forbidden: 403,
  too_large: 413,
  no_picture: 415,
  too_many: 429,
};

/**
 * Stores the body, a picture's bytes, as a cover that an article may be saved with. A route of its own, since actions
 * take a megabyte at most. Answers `{ code, imageId }`, the code null when done. The type that it asks for cannot be
 * sent from another site without asking first, which nobody allows.
 */
export async function POST(request: Request): Promise<Response> {
  if (!request.headers.get("content-type")?.startsWith("image/")) return answer("no_picture");
  const person = await currentPerson();
  if (person === null) return answer("forbidden");
  const bytes = await boundedBytes(request, LARGEST_UPLOAD);
  if (bytes === null) return answer("too_large");
  const result = await storeCover(person, bytes);
  if (!result.ok) return answer(result.code);
  return Response.json({ code: null, imageId: result.value.imageId }, { status: 201 });
}

function answer(code: CoverRefusal): Response {
  return Response.json({ code, imageId: null }, { status: STATUS[code] });
}
