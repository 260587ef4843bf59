import { clientAddress } from "@/lib/auth/client-address";
import { applyChange } from "@/lib/cache/apply-change";
import { env } from "@/lib/env";
import { takeInvalidLink } from "@/lib/suppressions/invalid-links";
import { unsubscribe } from "@/lib/suppressions/commands";

type Context = RouteContext<"/api/unsubscribe/[token]">;

/**
 * The one click of RFC 8058: a mail program posts here for its reader, without a session, a cookie or a
 * redirect. 200 when the address is off, also when it was before; 404 for a link that is not ours.
 */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const result = await unsubscribe((await params).token);
  if (result.ok) {
    await applyChange(result.changed, "route");
    return Response.json({ unsubscribed: true });
  }
  const taken = await takeInvalidLink(clientAddress(request.headers, env().TRUSTED_PROXIES));
  if (taken.ok) return Response.json({ error: "invalid_token" }, { status: 404 });
  const headers = { "Retry-After": String(taken.retryAfterSeconds) };
  return Response.json({ error: "too_many" }, { status: 429, headers });
}

/** A mail program that knows no one click opens the same address in a browser: the page asks, nothing changes. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const page = `/unsubscribe/${encodeURIComponent((await params).token)}`;
  return new Response(null, { status: 303, headers: { Location: page } });
}
