import { currentPerson } from "@/lib/auth/session";
import { applyChange } from "@/lib/cache/apply-change";
import { LARGEST_UPLOAD } from "@/lib/images/schema";
import { boundedBytes } from "@/lib/security/bounded-bytes";
import { setAvatar, type AvatarRefusal } from "@/lib/users/avatar";

const STATUS: Record<AvatarRefusal | "signed_out", number> = {
  too_large: 413,
  no_image: 415,
  too_many_images: 429,
  forbidden: 403,
  signed_out: 403,
};

/**
 * Makes the body, a picture's bytes, the avatar of whoever is signed in. A route of its own, since actions take a
 * megabyte at most. Answers `{ code }`, null when done. The type that it asks for cannot be sent from another site
 * without asking first, which nobody allows.
 */
export async function POST(request: Request): Promise<Response> {
  if (!request.headers.get("content-type")?.startsWith("image/")) return answer("no_image");
  const person = await currentPerson();
  if (person === null) return answer("signed_out");
  const bytes = await boundedBytes(request, LARGEST_UPLOAD);
  if (bytes === null) return answer("too_large");
  const result = await setAvatar(person, bytes);
  if (!result.ok) return answer(result.code);
  await applyChange(result.changed, "route");
  return Response.json({ code: null }, { status: 201 });
}

function answer(code: AvatarRefusal | "signed_out"): Response {
  return Response.json({ code }, { status: STATUS[code] });
}
