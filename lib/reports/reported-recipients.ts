import { Prisma } from "@prisma/client";
import type { Queryable } from "@/lib/db";
import { attemptsWhere, deliveriesWhere, type ReportedFilter } from "@/lib/reports/deliveries-where";

/**
 * The condition on the recipients `r` of an owner to whom deliveries behind a figure went. Asked of one recipient after
 * the other, by the index of their deliveries.
 */
export function reportedRecipients(ownerId: string, filter: ReportedFilter): Prisma.Sql {
  return Prisma.sql`r.owner_id = ${ownerId}::uuid AND EXISTS (
    SELECT 1 FROM deliveries d JOIN attempts a ON a.id = d.attempt_id
    WHERE d.recipient_id = r.id AND ${attemptsWhere(ownerId, filter)} AND ${deliveriesWhere(filter)})`;
}

/** How many they are, read from the deliveries. */
export async function countReported(tx: Queryable, ownerId: string, filter: ReportedFilter): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (
      SELECT DISTINCT d.recipient_id FROM attempts a JOIN deliveries d ON d.attempt_id = a.id
      WHERE ${attemptsWhere(ownerId, filter)} AND ${deliveriesWhere(filter)}
    ) reported JOIN recipients r ON r.id = reported.recipient_id AND r.owner_id = ${ownerId}::uuid`;
  return row?.count ?? 0;
}
