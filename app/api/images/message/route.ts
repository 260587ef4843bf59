import { currentPerson } from "@/lib/auth/session";
import { LARGEST_UPLOAD } from "@/lib/images/schema";
import { storeMessageImage, type ImageRefusal } from "@/lib/messages/store-image";
import { boundedBytes } from "@/lib/security/bounded-bytes";

const STATUS: Record<ImageRefusal | "signed_out", number> = {
  signed_out: 403,
  forbidden: 403,
  too_large: 413,
  no_image: 415,
  too_many_images: 429,
};

/**
 * Stores the body, an image's bytes, for messages. In a route, since actions take a megabyte at most. Answers
 * `{ code, imageId }`, the code null when done. The type that it asks for cannot be sent from another site without
 * asking first, which nobody allows.
 */
export async function POST(request: Request): Promise<Response> {
  if (!request.headers.get("content-type")?.startsWith("image/")) return answer("no_image");
  const user = await currentPerson();
  if (user === null) return answer("signed_out");
  const bytes = await boundedBytes(request, LARGEST_UPLOAD);
  if (bytes === null) return answer("too_large");
  const result = await storeMessageImage(user, bytes);
  if (!result.ok) return answer(result.code);
  return Response.json({ code: null, imageId: result.value.imageId }, { status: 201 });
}

function answer(code: ImageRefusal | "signed_out"): Response {
  return Response.json({ code, imageId: null }, { status: STATUS[code] });
}
