import { takeUse, type LimitAnswer } from "@/lib/security/rate-limits";

/**
 * Counts a link that nobody signed. One that holds is never counted: mailbox providers post the one clicks of
 * all their readers from a few addresses, and each is a wish to obey.
 * @param address network address that the request came from; null where none can be believed
 */
export async function takeInvalidLink(address: string | null): Promise<LimitAnswer> {
  return takeUse("invalidLinkByAddress", address ?? "unknown");
}
