import { clientAddress } from "@/lib/auth/client-address";
import { env } from "@/lib/env";
import { slugPattern } from "@/lib/posts/schema";
import { countView, type Reader } from "@/lib/posts/views";
import { takeUse } from "@/lib/security/rate-limits";
import { withOnePatience } from "@/lib/redis";

/** Counts that an article is looked at; the page asks for it, since it is kept itself. Answers `{ views }`. */
export async function POST(
  request: Request,
  context: RouteContext<"/api/posts/[slug]/views">,
): Promise<Response> {
  const { slug } = await context.params;
  if (!slugPattern.test(slug)) return Response.json({ error: "not_found" }, { status: 404 });
  // Without a proxy of ours anybody may claim any address. So may who changes their browser's name: it is a count.
  const known = clientAddress(request.headers, env().TRUSTED_PROXIES);
  const address = known ?? request.headers.get("x-forwarded-for") ?? "";
  const userAgent = request.headers.get("user-agent") ?? "";
  return withOnePatience(() => countOne(slug, known, { address, userAgent, now: new Date() }));
}

async function countOne(slug: string, known: string | null, reader: Reader): Promise<Response> {
  const taken = await (known === null ? takeUse("viewByAnybody", "") : takeUse("viewByAddress", known));
  if (!taken.ok) return Response.json({ error: "too_many" }, { status: 429 });
  const views = await countView(slug, reader);
  if (views === null) return Response.json({ error: "not_found" }, { status: 404 });
  return Response.json({ views });
}
