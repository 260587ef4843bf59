import { Prisma } from "@prisma/client";
import { gotMessage } from "@/lib/sending/got-before";
import { familyOf, retriableOf, sentAgain, uncertainOf } from "@/lib/sending/retriable";

/** What of an attempt decides whom the next chunk of its plan consists of. */
export interface PlannedAttempt {
  id: string;
  mailingId: string;
  messageId: string | null;
  /** What the mailing says of its audience now. */
  toEverybody: boolean;
  exceptGotBefore: boolean;
  ownerId: string;
  /** The attempt whose deliveries this one tries again; null for a run of the mailing. */
  retryOfId: string | null;
  /** It sends that attempt's uncertain deliveries again, these only or, with none named, all. */
  retryUncertain: boolean;
  retryOnly: string[];
  mergeFields: string[];
}

/**
 * Common table expressions, some of them recursive: `audience`, the ids by which the plan goes on, and `people`, who of them is planned, why
 * not to be sent, and which delivery it tries again.
 */
export function peopleOf(attempt: PlannedAttempt, after: string, limit: number): Prisma.Sql {
  return attempt.retryOfId === null
    ? chosenPeople(attempt, after, limit)
    : retriedPeople(attempt, attempt.retryOfId, after, limit);
}

/**
 * Everybody, or recipients chosen directly or by list, in the order of their ids. Members of excluded lists are passed over:
 * they stay in `audience`, by whose last id the plan goes on. Whoever got the message before is planned as skipped. An
 * address that came in again under a new id while this plans conflicts and is left.
 */
function chosenPeople(attempt: PlannedAttempt, after: string, limit: number): Prisma.Sql {
  return Prisma.sql`audience AS MATERIALIZED (
      ${attempt.toEverybody ? everybody(attempt, after, limit) : listed(attempt, after, limit)}
    ), people AS MATERIALIZED (
      SELECT r.id, r.email, r.name, ${fieldsOf(attempt)} AS fields,
        CASE WHEN s.reason IS NOT NULL THEN s.reason::text WHEN ${gotBefore(attempt, Prisma.sql`${attempt.id}::uuid`)} THEN 'got_before' END AS reason,
        NULL::uuid AS retry_of_id, (row_number() OVER (ORDER BY r.id) - 1)::int AS n
      FROM audience JOIN recipients r ON r.id = audience.id
      LEFT JOIN suppressions s ON s.owner_id = r.owner_id AND s.email = r.email AND s.lifted_at IS NULL
      WHERE (SELECT 1 FROM mailing_excluded_lists x JOIN list_members member ON member.list_id = x.list_id
        WHERE x.mailing_id = ${attempt.mailingId}::uuid AND member.recipient_id = r.id LIMIT 1) IS NULL
    )`;
}

function everybody({ ownerId }: PlannedAttempt, after: string, limit: number): Prisma.Sql {
  return Prisma.sql`SELECT id FROM recipients
      WHERE owner_id = ${ownerId}::uuid AND id > ${after}::uuid ORDER BY id LIMIT ${limit}`;
}

function listed({ mailingId }: PlannedAttempt, after: string, limit: number): Prisma.Sql {
  return Prisma.sql`SELECT id FROM (
        (SELECT recipient_id AS id FROM mailing_recipients
         WHERE mailing_id = ${mailingId}::uuid AND recipient_id > ${after}::uuid ORDER BY recipient_id LIMIT ${limit})
        UNION
        SELECT member.recipient_id FROM mailing_lists chosen CROSS JOIN LATERAL (
          SELECT recipient_id FROM list_members
          WHERE list_id = chosen.list_id AND recipient_id > ${after}::uuid ORDER BY recipient_id LIMIT ${limit}) member
        WHERE chosen.mailing_id = ${mailingId}::uuid
      ) chosen ORDER BY id LIMIT ${limit}`;
}

/** Of the recipient `r`, by other attempts than `own`. Where no other attempt has the message, nobody's deliveries are read. */
function gotBefore({ messageId, exceptGotBefore }: PlannedAttempt, own: Prisma.Sql): Prisma.Sql {
  if (!exceptGotBefore || messageId === null) return Prisma.sql`FALSE`;
  const others = Prisma.sql`EXISTS (SELECT 1 FROM attempts WHERE message_id = ${messageId}::uuid AND id NOT IN (${own}))`;
  const got = gotMessage(
    Prisma.sql`r.id`,
    Prisma.sql`${messageId}::uuid`,
    Prisma.sql`earlier.id NOT IN (${own})`,
  );
  return Prisma.sql`${others} AND ${got}`;
}

/**
 * Deliveries of an attempt that may be tried again, in the order of their ids, to the recipient's address as it is now: it
 * may have been corrected. Who is gone is planned as skipped, and so is an address that the first attempt or a retry of it
 * reached, under whichever recipient. What may have reached it counts unless a person had it sent again. Of a mailing that
 * leaves out who got its message, so is whoever got it by an attempt other than these: by another run or mailing.
 */
function retriedPeople(attempt: PlannedAttempt, retryOfId: string, after: string, limit: number): Prisma.Sql {
  const tried = attempt.retryUncertain ? uncertainOf(retryOfId, attempt.retryOnly) : retriableOf(retryOfId);
  return Prisma.sql`${familyOf(retryOfId)}, audience AS MATERIALIZED (
      SELECT d.id, d.recipient_id, d.address, d.name ${tried} AND d.id > ${after}::uuid
      ORDER BY d.id LIMIT ${limit}
    ), people AS MATERIALIZED (
      SELECT a.recipient_id AS id, coalesce(r.email, a.address) AS email, coalesce(r.name, a.name) AS name,
        ${fieldsOf(attempt)} AS fields,
        CASE WHEN r.id IS NULL THEN 'recipient_deleted' WHEN s.reason IS NOT NULL THEN s.reason::text
          WHEN EXISTS (SELECT 1 FROM family JOIN deliveries reached ON reached.attempt_id = family.id
            AND reached.address COLLATE "C" = r.email AND (reached.status = 'accepted'
              OR (reached.status = 'uncertain' AND reached.id <> a.id AND NOT ${sentAgain(Prisma.sql`reached`)})))
          THEN 'already_sent' WHEN ${gotBefore(attempt, Prisma.sql`SELECT id FROM family`)} THEN 'got_before' END AS reason,
        a.id AS retry_of_id, (row_number() OVER (ORDER BY a.id) - 1)::int AS n
      FROM audience a LEFT JOIN recipients r ON r.id = a.recipient_id AND r.owner_id = ${attempt.ownerId}::uuid
      LEFT JOIN suppressions s ON s.owner_id = r.owner_id AND s.email = r.email AND s.lifted_at IS NULL
    )`;
}

/** The merge fields that the message uses, of the recipient `r`; none where there is no `r`. */
function fieldsOf({ mergeFields }: PlannedAttempt): Prisma.Sql {
  return mergeFields.length === 0
    ? Prisma.sql`'{}'::jsonb`
    : Prisma.sql`(SELECT coalesce(jsonb_object_agg(f, r.fields -> f), '{}') FROM unnest(${mergeFields}::text[]) f WHERE r.fields ? f)`;
}
