import { z } from "zod";
import { env } from "@/lib/env";
import { MOST_TAGS } from "@/lib/cache/refresh-tags";
import { applyChange } from "@/lib/cache/apply-change";
import { bearsSecret } from "@/lib/security/bearer";

const order = z.object({ tags: z.array(z.string().min(1).max(256)).min(1).max(MOST_TAGS) });

/**
 * Refreshes cached reads for a process that writes outside the application. Bearer CRON_SECRET; `{ tags: string[] }`.
 * Answers when every process of the application that can be told knows.
 */
export async function POST(request: Request): Promise<Response> {
  if (!bearsSecret(request, env().CRON_SECRET))
    return Response.json({ error: "unauthorized" }, { status: 401 });
  const body: unknown = await request.json().catch(() => null);
  const parsed = order.safeParse(body);
  if (!parsed.success) return Response.json({ error: "invalid" }, { status: 400 });
  await applyChange({ tags: parsed.data.tags, wake: false }, "route");
  return Response.json({ refreshed: parsed.data.tags.length });
}
