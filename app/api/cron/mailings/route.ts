import { env } from "@/lib/env";
import { showDueArticles } from "@/lib/posts/due";
import { bearsSecret } from "@/lib/security/bearer";
import { applicationEngine } from "@/lib/sending/application-engine";
import { LONG_TICK } from "@/lib/sending/settings";
import { tick } from "@/lib/sending/tick";

/** Vercel ends a function after this many seconds; the tick ends by itself before. */
export const maxDuration = 300;
export const dynamic = "force-dynamic";

/**
 * Runs the mailings that are due. Bearer CRON_SECRET, by GET, for that is how Vercel's cron calls; called
 * twice, late or by several at once it does no harm. Answers what the tick did.
 */
export async function GET(request: Request): Promise<Response> {
  if (!bearsSecret(request, env().CRON_SECRET))
    return Response.json({ error: "unauthorized" }, { status: 401 });
  const engine = applicationEngine();
  // Whatever becomes of it, mailings come first: kept pages are renewed within a minute anyway.
  await showDueArticles().catch((error: unknown) => {
    engine.report("articles whose time has come could not be shown", error);
  });
  try {
    return Response.json(await tick(engine, { time: LONG_TICK }), {
      headers: { "Cache-Control": "no-store" },
    });
  } catch (error) {
    engine.report("a tick ended early", error);
    return Response.json({ error: "tick_failed" }, { status: 500 });
  }
}
