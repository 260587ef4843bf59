import { randomUUID } from "node:crypto";
import type { Database } from "@/lib/db";

/** A mail of about 2 KB, as FACTS' figures elsewhere have it, with two merge fields. */
const HTML = `<h1>Hello {{name}}</h1><p>${"We have put together what happened in the workshop this month. ".repeat(24)}</p><p>Yours in {{city|town}}</p>`;

export interface DueMailing {
  readonly mailingId: string;
  readonly ownerId: string;
}

/** One owner with so many recipients on one list, and a mailing to it that is due now. */
export async function makeDueMailing(db: Database, recipients: number): Promise<DueMailing> {
  const [ownerId, listId, messageId, mailingId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await db.user.create({
    data: { id: ownerId, email: "owner@bench.example", name: "Vera Owner", passwordHash: "-" },
  });
  await db.recipientList.create({ data: { id: listId, ownerId, name: "Readers" } });
  await db.$transaction(
    (tx) => tx.$executeRaw`
      WITH made AS (
        INSERT INTO recipients (owner_id, email, name, fields)
        SELECT ${ownerId}::uuid, 'reader' || n || '@mail.example', 'Reader ' || n, jsonb_build_object('city', 'City ' || n % 100)
        FROM generate_series(1, ${recipients}::int) n RETURNING id)
      INSERT INTO list_members (list_id, recipient_id) SELECT ${listId}::uuid, id FROM made`,
    { timeout: 600_000 },
  );
  await db.$executeRaw`ANALYZE recipients, list_members`;
  await db.message.create({
    data: {
      id: messageId,
      ownerId,
      subject: "News for {{name|you}}",
      html: HTML,
      text: "Hello {{name}}, the news of the month.",
    },
  });
  await db.mailing.create({
    data: {
      id: mailingId,
      ownerId,
      messageId,
      name: "Newsletter",
      startLocal: "2026-01-01T09:00:00",
      timeZone: "UTC",
      period: "once",
      nextRunAt: new Date("2026-01-01T09:00:00Z"),
      lists: { create: { listId } },
    },
  });
  return { mailingId, ownerId };
}
