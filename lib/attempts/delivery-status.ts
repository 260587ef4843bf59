/** What became of one recipient in one attempt. */
export const deliveryStatuses = [
  "pending",
  "accepted",
  "rejected",
  "skipped",
  "cancelled",
  "uncertain",
] as const;

export type DeliveryStatus = (typeof deliveryStatuses)[number];
