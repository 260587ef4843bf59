import { currentUser } from "@/lib/auth/session";
import type { SessionUser } from "@/lib/auth/session-types";
import { applyChange } from "@/lib/cache/apply-change";
import type { CommandResult } from "@/lib/commands/result";
import { LARGEST_UPLOAD } from "@/lib/images/schema";
import { boundedBytes } from "@/lib/security/bounded-bytes";

const STATUS = {
  signed_out: 403,
  forbidden: 403,
  too_large: 413,
  no_image: 415,
  too_many_images: 429,
} as const;

type UploadRefusal = keyof typeof STATUS;

/**
 * Stores the body, an image's bytes, as a command does. In a route, since actions take a megabyte at most. Answers
 * `{ code, imageId }`, the code null when done. The type that it asks for cannot be sent from another site without
 * asking first, which nobody allows.
 */
export async function storeUpload(
  request: Request,
  store: (user: SessionUser, bytes: Uint8Array) => Promise<CommandResult<{ imageId: string }, UploadRefusal>>,
): Promise<Response> {
  if (!request.headers.get("content-type")?.startsWith("image/")) return answer("no_image");
  const user = await currentUser();
  if (user === null) return answer("signed_out");
  const bytes = await boundedBytes(request, LARGEST_UPLOAD);
  if (bytes === null) return answer("too_large");
  const result = await store(user, bytes);
  if (!result.ok) return answer(result.code);
  await applyChange(result.changed, "route");
  return Response.json({ code: null, imageId: result.value.imageId }, { status: 201 });
}

function answer(code: UploadRefusal): Response {
  return Response.json({ code, imageId: null }, { status: STATUS[code] });
}
