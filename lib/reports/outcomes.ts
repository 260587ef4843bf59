import { Prisma } from "@prisma/client";

/** What deliveries are counted and listed by: what became of them here, and what is known of them later. */
const settledOutcomes = ["planned", "accepted", "rejected", "skipped", "cancelled", "uncertain"] as const;
export const deliveryOutcomes = [
  ...settledOutcomes,
  "delivered",
  "bounced",
  "complained",
  "opened",
  "unopened",
  "clicked",
  "automated",
  "unsubscribed",
] as const;
export type DeliveryOutcome = (typeof deliveryOutcomes)[number];
export type SettledOutcome = (typeof settledOutcomes)[number];

/** Of which attempts and batches hold figures, each in a column of that name. */
export function isSettled(outcome: DeliveryOutcome): outcome is SettledOutcome {
  return settledOutcomes.some((settled) => settled === outcome);
}

/**
 * The condition on the deliveries `d` of an attempt `a` for each. Delivered is what the receiving server took, whatever the person said of it
 * later; unopened is what was delivered and of which no opening is known.
 * Automated is what a program opened or clicked, whoever did so too: a person's alone counts as opened and clicked.
 */
export function withOutcome(outcome: DeliveryOutcome): Prisma.Sql {
  switch (outcome) {
    case "planned":
      return Prisma.sql`TRUE`;
    case "delivered":
      return delivered;
    case "bounced":
    case "complained":
      return Prisma.sql`d.fate = ${outcome}::delivery_fate`;
    case "opened":
      return Prisma.sql`d.opened_at IS NOT NULL`;
    case "unopened":
      return Prisma.sql`${delivered} AND d.opened_at IS NULL`;
    case "clicked":
      return Prisma.sql`d.clicked_at IS NOT NULL`;
    case "automated":
      return Prisma.sql`d.automated_at IS NOT NULL`;
    case "unsubscribed":
      // The array first: PostgreSQL would else ask a million deliveries whether somebody unsubscribed by them.
      return Prisma.sql`d.id = ANY(ARRAY(SELECT s.delivery_id FROM suppressions s
          WHERE s.reason = 'unsubscribed' AND s.delivery_id IS NOT NULL))
        AND EXISTS (SELECT 1 FROM suppressions s WHERE s.delivery_id = d.id AND s.reason = 'unsubscribed'
          AND s.owner_id = a.owner_id AND s.email = d.address)`;
    default:
      return Prisma.sql`d.status = ${outcome}::delivery_status`;
  }
}

const delivered = Prisma.sql`d.fate IN ('delivered', 'complained')`;

/** The receiving domain of a delivery `d`; null of an erased person's. */
export const domainOf = Prisma.sql`nullif(receiving_domain(d.address), '')`;
