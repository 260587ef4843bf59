import { z } from "zod";
import { imageOf } from "@/lib/images/queries";

const id = z.uuid();
const width = z.coerce.number().int().min(1).max(10_000);

/**
 * A stored picture: avatars and covers, these also by `width`, in one that is kept and no smaller. For everybody who knows its id, as articles show them to visitors; kept by
 * browsers for good, since the bytes under an id never change.
 */
export async function GET(request: Request, context: RouteContext<"/api/images/[id]">): Promise<Response> {
  const parsed = id.safeParse((await context.params).id);
  if (!parsed.success) return missing();
  const asked = width.safeParse(new URL(request.url).searchParams.get("width") ?? undefined);
  const headers = {
    ETag: `"${parsed.data}${asked.success ? `-${asked.data}` : ""}"`,
    "Cache-Control": "public, max-age=31536000, immutable",
  };
  const image = await imageOf(parsed.data, asked.success ? asked.data : null);
  if (image === null) return missing();
  if (request.headers.get("if-none-match") === headers.ETag)
    return new Response(null, { status: 304, headers });
  return new Response(image.bytes, { headers: { ...headers, "Content-Type": image.mimeType } });
}

function missing(): Response {
  return new Response(null, { status: 404, headers: { "Cache-Control": "private, no-store" } });
}
