import { randomUUID } from "node:crypto";
import { hashPassword } from "@/lib/auth/password";
import type { Database } from "@/lib/db";

const PASSWORD = "a password of the benchmark";
const MAILINGS = 50;
const IN_TEN_YEARS_MS = 10 * 365 * 24 * 60 * 60 * 1_000;

/** Gives the user of the demo data who has mailings fifty of them, each with an attempt, and a known password. */
export async function prepareOwner(db: Database): Promise<{ email: string; password: string }> {
  const attempt = await db.attempt.findFirstOrThrow({
    where: { status: "succeeded", kind: "scheduled", startId: null },
    orderBy: { id: "asc" },
  });
  const { mailing, ...copied } = { ...attempt, mailing: await mailingOf(db, attempt.mailingId) };
  const { ownerId, messageId, startLocal, timeZone } = mailing;
  const missing = MAILINGS - (await db.mailing.count({ where: { ownerId } }));
  const ids = Array.from({ length: missing }, () => randomUUID());
  const nextRunAt = new Date(Date.now() + IN_TEN_YEARS_MS);
  await db.mailing.createMany({
    data: ids.map((id, n) => ({
      ...{ id, ownerId, messageId, startLocal, timeZone, nextRunAt },
      name: `Newsletter of the shop, part ${n}`,
      period: "weekly" as const,
      status: "running" as const,
    })),
  });
  await db.attempt.createMany({ data: ids.map((mailingId) => ({ ...copied, id: randomUUID(), mailingId })) });
  const passwordHash = await hashPassword(PASSWORD);
  const { email } = await db.user.update({
    where: { id: ownerId },
    data: { passwordHash },
    select: { email: true },
  });
  return { email, password: PASSWORD };
}

function mailingOf(db: Database, id: string) {
  return db.mailing.findUniqueOrThrow({
    where: { id },
    select: { ownerId: true, messageId: true, startLocal: true, timeZone: true },
  });
}
