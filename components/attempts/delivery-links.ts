import type { DeliveryStatus } from "@/lib/attempts/delivery-status";

/** The place of a list of an attempt's recipients on its page. */
export const DELIVERIES_ANCHOR = "recipients";

/** The recipients of an attempt that a figure counts; all of them without an outcome. */
export function deliveriesOfAttempt(attemptId: string, status: DeliveryStatus | ""): string {
  const query = status === "" ? "" : `?status=${status}`;
  return `/attempts/${attemptId}${query}#${DELIVERIES_ANCHOR}`;
}
