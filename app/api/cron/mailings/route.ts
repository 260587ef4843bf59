import { applicationEngine } from "@/lib/engine-host/application-engine";
import { runDue } from "@/lib/engine-host/run-due";
import { env } from "@/lib/env";
import { bearsSecret } from "@/lib/security/bearer";

/** Vercel ends a function after this many seconds; the tick ends by itself before. */
export const maxDuration = 300;
export const dynamic = "force-dynamic";

/**
 * Runs the mailings that are due. Bearer CRON_SECRET, by GET, for that is how Vercel's cron calls, or by POST; called
 * twice, late or by several at once it does no harm. Answers what the tick did.
 */
export async function GET(request: Request): Promise<Response> {
  if (!bearsSecret(request, env().CRON_SECRET))
    return Response.json({ error: "unauthorized" }, { status: 401 });
  const engine = applicationEngine();
  const before = engine.accepted;
  try {
    return Response.json(await runDue(), { headers: { "Cache-Control": "no-store" } });
  } catch (error) {
    engine.report("a tick ended early", error);
    return Response.json({ error: "tick_failed", sent: engine.accepted > before }, { status: 500 });
  }
}

export const POST = GET;
