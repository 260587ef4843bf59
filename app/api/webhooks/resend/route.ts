import { applyChange } from "@/lib/cache/apply-change";
import { cacheTags } from "@/lib/cache/tags";
import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { boundedText } from "@/lib/security/bounded-text";
import { providerEvent, recordProviderEvent } from "@/lib/sending/provider-events";
import { verifiedWebhook } from "@/lib/sending/resend";
import { listEvent, recordListEvent } from "@/lib/suppressions/provider-list";

const LARGEST_BODY = 256_000;

/**
 * The provider's events, by signature. 200 also for what is already known, so that it is not sent again;
 * 404 where no RESEND_WEBHOOK_SECRET is set, for then nobody can be believed.
 */
export async function POST(request: Request): Promise<Response> {
  const { RESEND_WEBHOOK_SECRET } = env();
  if (RESEND_WEBHOOK_SECRET === undefined) return answer("not_configured", 404);
  const body = await boundedText(request, LARGEST_BODY);
  if (body === null) return answer("too_large", 413);
  const signature = {
    id: request.headers.get("svix-id") ?? "",
    timestamp: request.headers.get("svix-timestamp") ?? "",
    signature: request.headers.get("svix-signature") ?? "",
  };
  const verified = verifiedWebhook(body, signature, RESEND_WEBHOOK_SECRET);
  if (verified === null) return answer("unsigned", 401);
  const ofList = listEvent.safeParse(verified);
  const event = providerEvent.safeParse(verified);
  if (!event.success) return answer("unreadable", 400);
  const { result, suppressedFor } = ofList.success
    ? await recordListEvent(database(), signature.id, ofList.data)
    : await recordProviderEvent(database(), signature.id, event.data);
  if (suppressedFor.length > 0)
    await applyChange({ tags: suppressedFor.map((id) => cacheTags.recipients(id)), wake: false }, "route");
  return answer(result, 200);
}

function answer(result: string, status: number): Response {
  return Response.json({ result }, { status });
}
