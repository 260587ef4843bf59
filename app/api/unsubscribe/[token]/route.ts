import { clientAddress } from "@/lib/auth/client-address";
import { takeUse } from "@/lib/rate-limits";
import { unsubscribe } from "@/lib/suppressions/commands";

/**
 * The one click of RFC 8058: a mail program posts here for its reader, without a session, a cookie or a
 * redirect. 200 when the address is off, also when it was before; 404 for a link that is not ours.
 */
export async function POST(request: Request, { params }: RouteContext<"/api/unsubscribe/[token]">) {
  const taken = await takeUse("unsubscribeByAddress", clientAddress(request.headers));
  if (!taken.ok) {
    const headers = { "Retry-After": String(taken.retryAfterSeconds) };
    return Response.json({ error: "too_many" }, { status: 429, headers });
  }
  const result = await unsubscribe((await params).token);
  if (!result.ok) return Response.json({ error: result.code }, { status: 404 });
  return Response.json({ unsubscribed: true });
}
