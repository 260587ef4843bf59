import type { CommandResult } from "@/lib/commands/result";
import { env } from "@/lib/env";
import { RESEND_API, takeOffProvidersList, type TakenOff } from "@/lib/sending/resend";
import { liftSuppression } from "@/lib/suppressions/manual";
import type { Actor } from "@/lib/users/policy";

/** Milliseconds for which somebody who lifts a suppression waits for the provider. */
const LONGEST_ANSWER = 5_000;

type Refusal = "not_found" | "already_lifted" | "reason_required" | "forbidden";

/**
 * Lifts a suppression here, and then takes the address off the provider's own list, which would let nothing through. Here it
 * is lifted whatever the provider answers; other owners' suppressions of the address stay as they are.
 */
export async function liftEverywhere(
  actor: Actor,
  suppressionId: string,
  reason: string,
): Promise<CommandResult<{ email: string; provider: TakenOff }, Refusal>> {
  const lifted = await liftSuppression(actor, suppressionId, reason);
  if (!lifted.ok) return lifted;
  const { RESEND_API_KEY: apiKey, RESEND_BASE_URL: baseUrl = RESEND_API } = env();
  const { email } = lifted.value;
  const provider = await takeOffProvidersList({ apiKey, baseUrl }, email, LONGEST_ANSWER);
  return { ...lifted, value: { email, provider } };
}
