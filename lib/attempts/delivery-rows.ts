import { Prisma } from "@prisma/client";
import type { DeliveryStatus } from "@/lib/attempts/delivery-status";

export interface DeliveryRow {
  id: string;
  address: string;
  name: string;
  status: DeliveryStatus;
  /** A code that the pages translate, beside the provider's words. */
  reason: string | null;
  answer: string | null;
  settledAt: Date | null;
  fate: "delayed" | "delivered" | "bounced" | "complained" | "failed" | "suppressed" | null;
  fateDetail: string | null;
  resolution: Resolution | null;
}

/** What a person decided about an email of unknown outcome. */
export interface Resolution {
  /** The attempt in which it was sent again; null where it was treated as accepted. */
  attemptId: string | null;
  /** ISO 8601. */
  at: string;
  /** The name of who decided; null where the account is gone. */
  by: string | null;
}

/** Of the deliveries `d`. */
export const deliveryColumns = Prisma.sql`d.id, d.address, d.name, d.status::text AS status, d.reason, d.answer,
  d.settled_at AS "settledAt", d.fate::text AS fate, d.fate_detail AS "fateDetail",
  CASE WHEN d.resolved_at IS NOT NULL
    THEN jsonb_build_object('attemptId', NULL, 'at', d.resolved_at, 'by', (SELECT name FROM users WHERE id = d.resolved_by_id))
    WHEN d.status = 'uncertain' THEN (
      SELECT jsonb_build_object('attemptId', retry.id, 'at', retry.created_at,
        'by', (SELECT name FROM users WHERE id = retry.started_by_id))
      FROM deliveries again JOIN attempts retry ON retry.id = again.attempt_id WHERE again.retry_of_id = d.id)
  END AS resolution`;

/** Those of the batches `b` that may hold deliveries `d` of a status, and the deliveries: counts tell before rows are read. */
export function holding(status: DeliveryStatus | ""): Prisma.Sql {
  if (status === "") return Prisma.empty;
  if (status === "pending") return Prisma.sql`AND b.status <> 'closed' AND d.status = 'pending'`;
  return Prisma.sql`AND ${countIn(status)} > 0 AND d.status = ${status}::delivery_status`;
}

/** How many deliveries of a status the batch `b` holds. */
export function countIn(status: DeliveryStatus | ""): Prisma.Sql {
  if (status === "") return Prisma.sql`b.size`;
  if (status === "pending")
    return Prisma.sql`(b.size - b.accepted - b.rejected - b.skipped - b.cancelled - b.uncertain)`;
  // Column names cannot be parameters; these are five constants.
  return Prisma.raw(`b.${status}`);
}
