import type { Queryable } from "@/lib/db";
import type { Provider } from "@/lib/sending/resend";
import { KEY_LIFETIME } from "@/lib/sending/settings";
import { onlyMailing } from "@/lib/sending/unheld";

/** Batches of unknown outcome that only another address or key of the provider may be asked about. */
export interface BoundElsewhere {
  batches: number;
  emails: number;
  /** When the first of them was asked about. */
  since: Date;
  /** When the first of them closes as uncertain. */
  until: Date;
}

/** What today's provider may not be asked about; null where there is nothing of the kind. */
export async function boundElsewhere(
  db: Queryable,
  { fingerprint }: Pick<Provider, "fingerprint">,
  mailingId?: string,
): Promise<BoundElsewhere | null> {
  const [row] = await db.$queryRaw<
    [{ batches: number; emails: number; since: Date | null; until: Date | null }]
  >`
    SELECT count(*)::int AS batches,
      coalesce(sum(b.size - b.accepted - b.rejected - b.skipped - b.cancelled - b.uncertain), 0)::int AS emails,
      min(b.first_unknown_at) AS since, min(b.first_unknown_at) + ${KEY_LIFETIME} * interval '1 millisecond' AS until
    FROM batches b JOIN attempts a ON a.id = b.attempt_id JOIN mailings m ON m.id = a.mailing_id
    WHERE b.status <> 'closed' AND b.first_unknown_at IS NOT NULL AND b.provider_fingerprint <> ${fingerprint}
      AND ${onlyMailing(mailingId)}`;
  const { batches, emails, since, until } = row;
  return since === null || until === null ? null : { batches, emails, since, until };
}
