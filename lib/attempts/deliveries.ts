import { Prisma } from "@prisma/client";
import { z } from "zod";
import type { DeliveryStatus } from "@/lib/attempts/delivery-status";
import { database } from "@/lib/db";

const PAGE_SIZE = 50;

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
}

export interface DeliveryPage {
  rows: DeliveryRow[];
  next: string | null;
}

/** A delivery's place in its attempt: batches by number, deliveries by position within. */
const columnInteger = z.coerce.number().int().min(0).max(2_147_483_647);
const place = z.object({ seq: columnInteger, batchId: z.uuid(), position: columnInteger });
type Place = z.infer<typeof place>;

/**
 * An attempt's deliveries in the order in which they go out, fifty a page if nothing else is said; a status narrows them. Whoever
 * calls has asked whether the attempt may be seen. Goes by batches, whose counts tell which of them hold
 * the status: a page of ten rejected among a million accepted reads ten thousand batches, not a million rows.
 */
export async function deliveriesOf(
  attemptId: string,
  status: DeliveryStatus | null,
  after: string | null,
  size = PAGE_SIZE,
): Promise<DeliveryPage> {
  const from = readPlace(after);
  const found = await database().$queryRaw<(DeliveryRow & Place)[]>`
    SELECT d.id, d.address, d.name, d.status::text AS status, d.reason, d.answer, d.settled_at AS "settledAt",
      d.fate::text AS fate, d.fate_detail AS "fateDetail", b.seq, b.id AS "batchId", d.position
    FROM batches b JOIN deliveries d ON d.batch_id = b.id
    WHERE b.attempt_id = ${attemptId}::uuid ${laterThan(from)} ${holding(status)}
    ORDER BY b.seq, b.id, d.position
    LIMIT ${size + 1}`;
  const rows = found.slice(0, size);
  const last = rows.at(-1);
  return {
    rows: rows.map(withoutPlace),
    next: found.length > size && last ? `${last.seq}_${last.batchId}_${last.position}` : null,
  };
}

function withoutPlace(row: DeliveryRow & Place): DeliveryRow {
  const { id, address, name, status, reason, answer, settledAt, fate, fateDetail } = row;
  return { id, address, name, status, reason, answer, settledAt, fate, fateDetail };
}

function readPlace(text: string | null): Place | null {
  const [seq, batchId, position] = (text ?? "").split("_");
  const parsed = place.safeParse({ seq, batchId, position });
  return parsed.success ? parsed.data : null;
}

function laterThan(from: Place | null): Prisma.Sql {
  if (from === null) return Prisma.empty;
  // The first condition bounds the index on batches; the second decides within the batch.
  return Prisma.sql`AND b.seq >= ${from.seq}
    AND (b.seq, b.id, d.position) > (${from.seq}, ${from.batchId}::uuid, ${from.position})`;
}

function holding(status: DeliveryStatus | null): Prisma.Sql {
  if (status === null) return Prisma.empty;
  if (status === "pending") return Prisma.sql`AND b.status <> 'closed' AND d.status = 'pending'`;
  // Column names cannot be parameters; these are five constants.
  const count = Prisma.raw(`b.${status}`);
  return Prisma.sql`AND ${count} > 0 AND d.status = ${status}::delivery_status`;
}
