import { z } from "zod";
import { imageOf } from "@/lib/images/queries";

const id = z.uuid();

/**
 * A stored picture: avatars and covers. For everybody who knows its id, as articles show them to visitors; kept by
 * browsers for good, since the bytes under an id never change.
 */
export async function GET(request: Request, context: RouteContext<"/api/images/[id]">): Promise<Response> {
  const parsed = id.safeParse((await context.params).id);
  if (!parsed.success) return missing();
  const headers = {
    ETag: `"${parsed.data}"`,
    "Cache-Control": "public, max-age=31536000, immutable",
  };
  const image = await imageOf(parsed.data);
  if (image === null) return missing();
  if (request.headers.get("if-none-match") === headers.ETag)
    return new Response(null, { status: 304, headers });
  return new Response(image.bytes, { headers: { ...headers, "Content-Type": image.mimeType } });
}

function missing(): Response {
  return new Response(null, { status: 404, headers: { "Cache-Control": "private, no-store" } });
}
