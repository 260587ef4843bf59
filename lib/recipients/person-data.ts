import { Prisma } from "@prisma/client";
import { isId } from "@/lib/commands/id";
import { database } from "@/lib/db";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

/** All that is stored of one person, as the JSON that they may ask for. Keys and codes are English, whatever the language. */
export interface PersonData {
  address: string;
  recipient: object | null;
  lists: object[];
  mailings: object[];
  suppressions: object[];
  deliveries: object[];
}

/** All that an owner's recipient concerns; null where it is not theirs. */
export async function recipientData(actor: Actor, recipientId: string): Promise<PersonData | null> {
  if (!mayOwnMailings(actor) || !isId(recipientId)) return null;
  const recipient = await database().recipient.findFirst({
    where: { id: recipientId, ownerId: actor.id },
    select: { email: true },
  });
  return recipient && personData(actor.id, recipient.email);
}

/** The same of an address, whether or not it is a recipient still; null where nothing is stored of it. */
export async function personData(ownerId: string, email: string): Promise<PersonData | null> {
  const own = { ownerId, email };
  const recipient = await database().recipient.findFirst({
    where: own,
    select: {
      id: true,
      email: true,
      name: true,
      comment: true,
      fields: true,
      createdAt: true,
      updatedAt: true,
    },
  });
  const id = recipient?.id ?? null;
  const [lists, mailings, suppressions, deliveries] = await Promise.all([
    rowsOf(Prisma.sql`
      SELECT l.name, m.added_at AS "addedAt" FROM list_members m JOIN lists l ON l.id = m.list_id
      WHERE m.recipient_id = ${id}::uuid ORDER BY l.name`),
    rowsOf(Prisma.sql`
      SELECT m.name FROM mailing_recipients r JOIN mailings m ON m.id = r.mailing_id
      WHERE r.recipient_id = ${id}::uuid ORDER BY m.name`),
    rowsOf(suppressionsOf(ownerId, email)),
    rowsOf(deliveriesOf(ownerId, email, id)),
  ]);
  const found = recipient !== null || suppressions.length + deliveries.length > 0;
  return found ? { address: email, recipient, lists, mailings, suppressions, deliveries } : null;
}

async function rowsOf(query: Prisma.Sql): Promise<object[]> {
  return database().$queryRaw<object[]>(query);
}

/** Those in force, those that were lifted, and what each said before a stronger reason took its place. */
function suppressionsOf(ownerId: string, email: string): Prisma.Sql {
  return Prisma.sql`
    SELECT reason::text, note, delivery_id AS "deliveryId", created_at AS since, lifted_at AS "liftedAt", lift_reason AS "liftReason"
    FROM suppressions WHERE owner_id = ${ownerId}::uuid AND email = ${email}
    UNION ALL
    SELECT reason::text, note, delivery_id, created_at, NULL, NULL
    FROM earlier_suppressions WHERE owner_id = ${ownerId}::uuid AND email = ${email}
    ORDER BY since DESC`;
}

/** Each with what the provider told of it; an address is one look into each attempt. */
function deliveriesOf(ownerId: string, email: string, recipientId: string | null): Prisma.Sql {
  return Prisma.sql`
    WITH found AS (
      SELECT said.id FROM attempts a CROSS JOIN LATERAL (
        SELECT id FROM deliveries WHERE attempt_id = a.id AND address COLLATE "C" = ${email} LIMIT 1) said
      WHERE a.owner_id = ${ownerId}::uuid
      UNION SELECT d.id FROM deliveries d JOIN attempts a ON a.id = d.attempt_id
      WHERE d.recipient_id = ${recipientId}::uuid AND a.owner_id = ${ownerId}::uuid
    )
    SELECT d.id, m.name AS mailing, a.subject, a.occurrence_at AS "occurrenceAt", d.address, d.name, d.fields,
      d.status::text, d.reason, d.answer, d.provider_id AS "providerId", d.settled_at AS "settledAt", d.fate::text,
      d.fate_at AS "fateAt", d.fate_detail AS "fateDetail", d.opened_at AS "openedAt", d.clicked_at AS "clickedAt",
      d.automated_at AS "automatedAt",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('type', e.type, 'occurredAt', e.occurred_at, 'detail', e.detail)
        ORDER BY e.occurred_at), '[]') FROM provider_events e WHERE e.delivery_id = d.id) AS events
    FROM found JOIN deliveries d ON d.id = found.id JOIN attempts a ON a.id = d.attempt_id
    JOIN mailings m ON m.id = a.mailing_id ORDER BY d.id DESC`;
}
