import { database } from "@/lib/db";

export interface AudienceSize {
  /** Recipients chosen directly or by list, each once. */
  recipients: number;
  /** Those of them whose address is suppressed and will be skipped. */
  suppressed: number;
}

/** How many a mailing would reach now. Addresses are unique within an owner, so recipients are too. */
export async function audienceSize(mailingId: string, ownerId: string): Promise<AudienceSize> {
  const [size] = await database().$queryRaw<AudienceSize[]>`
    WITH chosen AS (
      SELECT recipient_id FROM mailing_recipients WHERE mailing_id = ${mailingId}::uuid
      UNION
      SELECT lm.recipient_id FROM mailing_lists ml JOIN list_members lm ON lm.list_id = ml.list_id
        WHERE ml.mailing_id = ${mailingId}::uuid
    )
    SELECT (SELECT count(*)::int FROM chosen) AS recipients,
      (SELECT count(*)::int FROM suppressions s
        JOIN recipients r ON r.owner_id = s.owner_id AND r.email = s.email
        JOIN chosen c ON c.recipient_id = r.id
        WHERE s.owner_id = ${ownerId}::uuid AND s.lifted_at IS NULL) AS suppressed`;
  return size ?? { recipients: 0, suppressed: 0 };
}
