import { randomUUID } from "node:crypto";
import { connect } from "@/lib/db";
import { verifyLedger } from "@/lib/sending/verify";
import { setting } from "@/tests/e2e/support/setting";

/** The application's own database, to prepare what no page can yet and to look at what was kept. */
export const db = connect(setting.E2E_DATABASE_URL, 3);

export interface OwnMailing {
  readonly id: string;
  readonly ownerId: string;
  readonly addresses: readonly string[];
}

/**
 * A weekly mailing of an account, whose first occurrence lies years ahead, to a list of its own.
 * @param recipients how many; their names are Latin and Cyrillic in turn
 */
export async function createMailing(email: string, recipients: number): Promise<OwnMailing> {
  const tag = randomUUID().slice(0, 8);
  const addresses = Array.from({ length: recipients }, (_, n) => `reader${n}.${tag}@readers.example`);
  const { id: ownerId } = await db.user.findUniqueOrThrow({ where: { email }, select: { id: true } });
  const list = await db.recipientList.create({ data: { ownerId, name: `Readers ${tag}` } });
  await db.$executeRaw`
    WITH made AS (
      INSERT INTO recipients (owner_id, email, name)
      SELECT ${ownerId}::uuid, email, CASE n % 2 WHEN 0 THEN 'Vera ' ELSE 'Вера ' END || n
      FROM unnest(${addresses}::text[]) WITH ORDINALITY said (email, n) RETURNING id)
    INSERT INTO list_members (list_id, recipient_id) SELECT ${list.id}::uuid, id FROM made`;
  const message = await db.message.create({
    data: { ownerId, subject: `News ${tag}`, html: "<p>Hello {{name}}</p>", text: "Hello {{name}}" },
  });
  const { id } = await db.mailing.create({
    data: {
      ownerId,
      name: `Weekly news ${tag}`,
      messageId: message.id,
      startLocal: "2040-01-02T09:00:00",
      timeZone: "Europe/Berlin",
      period: "weekly",
      nextRunAt: new Date("2040-01-02T08:00:00Z"),
      lists: { create: { listId: list.id } },
    },
  });
  return { id, ownerId, addresses };
}

/** The attempts of a mailing, the oldest first; their counts are written when they close. */
export function attemptsOf(mailingId: string) {
  return db.attempt.findMany({
    where: { mailingId },
    orderBy: { createdAt: "asc" },
    select: {
      id: true,
      kind: true,
      status: true,
      planned: true,
      accepted: true,
      skipped: true,
      closedAt: true,
    },
  });
}

/** How many deliveries of a mailing the ledger calls accepted, those of open attempts too. */
export async function acceptedOf(mailingId: string): Promise<number> {
  const attempts = await db.attempt.findMany({ where: { mailingId }, select: { id: true } });
  const attemptId = { in: attempts.map(({ id }) => id) };
  return db.delivery.count({ where: { attemptId, status: "accepted" } });
}

/** How many batches of a mailing are on their way at this moment. */
export function batchesOnTheWay(mailingId: string): Promise<number> {
  return db.batch.count({ where: { attempt: { mailingId }, status: { in: ["claimed", "requested"] } } });
}

export function suppressionsOf({ ownerId, addresses }: OwnMailing): Promise<number> {
  return db.suppression.count({ where: { ownerId, email: { in: [...addresses] }, liftedAt: null } });
}

/** What `npm run verify` would say of the whole ledger. */
export function verify() {
  return verifyLedger(db);
}
