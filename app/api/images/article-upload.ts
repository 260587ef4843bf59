import { currentPerson } from "@/lib/auth/session";
import { LARGEST_UPLOAD } from "@/lib/images/schema";
import { storePicture, type PictureRefusal } from "@/lib/posts/store-picture";
import type { PicturePurpose } from "@/lib/posts/stored-pictures";
import { boundedBytes } from "@/lib/security/bounded-bytes";

const STATUS: Record<PictureRefusal | "signed_out", number> = {
  signed_out: 403,
  forbidden: 403,
  too_large: 413,
  no_image: 415,
  too_many_images: 429,
};

/**
 * Stores the body, a picture's bytes, for an article. In a route, since actions take a megabyte at most. Answers
 * `{ code, imageId }`, the code null when done. The type that it asks for cannot be sent from another site without
 * asking first, which nobody allows.
 */
export async function storeBody(request: Request, purpose: PicturePurpose): Promise<Response> {
  if (!request.headers.get("content-type")?.startsWith("image/")) return answer("no_image");
  const person = await currentPerson();
  if (person === null) return answer("signed_out");
  const bytes = await boundedBytes(request, LARGEST_UPLOAD);
  if (bytes === null) return answer("too_large");
  const result = await storePicture(person, purpose, bytes);
  if (!result.ok) return answer(result.code);
  return Response.json({ code: null, imageId: result.value.imageId }, { status: 201 });
}

function answer(code: PictureRefusal | "signed_out"): Response {
  return Response.json({ code, imageId: null }, { status: STATUS[code] });
}
