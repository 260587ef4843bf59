import { z } from "zod";
import { env } from "@/lib/env";
import { MOST_TAGS } from "@/lib/cache/refresh-tags";
import { applyChange } from "@/lib/cache/apply-change";
import { bearsSecret } from "@/lib/security/bearer";
import { boundedText } from "@/lib/security/bounded-text";

/** More than MOST_TAGS of the longest need, however they are written. */
const LARGEST_BODY = 200_000;
const order = z.object({ tags: z.array(z.string().min(1).max(256)).min(1).max(MOST_TAGS) });

/**
 * Refreshes cached reads for a process that writes outside the application. Bearer CRON_SECRET; `{ tags: string[] }`.
 * Answers when every process of the application that can be told knows.
 */
export async function POST(request: Request): Promise<Response> {
  if (!bearsSecret(request, env().CRON_SECRET))
    return Response.json({ error: "unauthorized" }, { status: 401 });
  const body = await boundedText(request, LARGEST_BODY);
  if (body === null) return Response.json({ error: "too_large" }, { status: 413 });
  const parsed = order.safeParse(jsonOf(body));
  if (!parsed.success) return Response.json({ error: "invalid" }, { status: 400 });
  await applyChange({ tags: parsed.data.tags, wake: false }, "route");
  return Response.json({ refreshed: parsed.data.tags.length });
}

/** Null for what is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
