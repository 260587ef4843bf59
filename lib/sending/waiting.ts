import { Prisma } from "@prisma/client";
import type { Queryable } from "@/lib/db";
import { LONGEST_RETRY } from "@/lib/sending/backoff";
import type { Provider } from "@/lib/sending/resend";
import { onlyMailing, unheld } from "@/lib/sending/unheld";

/** Waits that are shorter are over before somebody has read of them; milliseconds. */
const WORTH_SAYING = 30_000;

/** Batches that are still to go out and may. */
export interface Waiting {
  batches: number;
  emails: number;
  /** Of these batches: claimed by a process that is at them, or died. */
  claimed: number;
  /** When the last of those claims ends. */
  claimedUntil: Date | null;
  /** What the provider said last to most of them; null where none has been asked about. */
  answer: string | null;
  /** Until when the provider asked to wait; null where it did not, or not for long. */
  askedUntil: Date | null;
  /** Since when; null where it did not. */
  askedSince: Date | null;
  /** When the first of them is tried again; null where one may be at once. */
  nextTryAt: Date | null;
}

const asked = Prisma.sql`b.status = 'pending' AND b.answer IS NOT NULL AND b.available_at > engine_now()
  + CASE b.answer_code WHEN 'rate_limit_exceeded' THEN ${WORTH_SAYING}::int ELSE ${LONGEST_RETRY}::int END
    * interval '1 millisecond'`;

/** What waits for the provider or another process; batches of a held mailing wait for people. */
export async function waiting(
  db: Queryable,
  { fingerprint }: Pick<Provider, "fingerprint">,
  mailingId?: string,
): Promise<Waiting> {
  const [row] = await db.$queryRaw<[Waiting]>`
    SELECT count(*)::int AS batches,
      coalesce(sum(b.size - b.accepted - b.rejected - b.skipped - b.cancelled - b.uncertain), 0)::int AS emails,
      count(*) FILTER (WHERE b.status <> 'pending')::int AS claimed,
      max(b.lease_until) FILTER (WHERE b.status <> 'pending') AS "claimedUntil",
      mode() WITHIN GROUP (ORDER BY b.answer) AS answer,
      max(b.available_at) FILTER (WHERE ${asked}) AS "askedUntil",
      min(b.requested_at) FILTER (WHERE ${asked}) AS "askedSince",
      CASE WHEN min(b.available_at) > engine_now() THEN min(b.available_at) END AS "nextTryAt"
    FROM attempts a JOIN batches b ON b.attempt_id = a.id
    JOIN mailings m ON m.id = a.mailing_id JOIN users u ON u.id = m.owner_id
    WHERE a.closed_at IS NULL AND b.status <> 'closed' AND ${unheld} AND ${onlyMailing(mailingId)}
      AND (b.first_unknown_at IS NULL OR b.provider_fingerprint = ${fingerprint})`;
  return row;
}
