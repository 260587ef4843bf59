import { Prisma } from "@prisma/client";
import type { Queryable } from "@/lib/db";
import { openStatuses, unstoppableKinds, type JobStatus } from "@/lib/jobs/policy";

/** Of a row of jobs: that its status is one of these. */
export function oneOf(statuses: readonly JobStatus[]): Prisma.Sql {
  return Prisma.sql`status = ANY(${[...statuses]}::job_status[])`;
}

/** A job that ends without its last step: whoever runs it can write nothing more. */
export const cancelled = Prisma.sql`
  status = 'cancelled', asks = FALSE, finished_at = engine_now(), claim_token = NULL, lease_until = NULL`;

/** Of a row of jobs: that its kind is one that may be paused and cancelled. */
export const stoppable = Prisma.sql`kind <> ALL(${[...unstoppableKinds]}::text[])`;

/** Cancels whatever an owner has asked for, undoing too, in a transaction that has locked the owner. */
export async function cancelJobsOf(tx: Queryable, ownerId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE jobs SET ${cancelled} WHERE owner_id = ${ownerId}::uuid AND ${oneOf(openStatuses)} AND ${stoppable}`;
}
