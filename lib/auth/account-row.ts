import type { Queryable } from "@/lib/db";

/** What the commands on accounts look at, the row locked until the transaction ends. */
export interface LockedAccount {
  id: string;
  email: string;
  name: string;
  language: string;
  passwordHash: string;
  confirmed: boolean;
  sessionVersion: number;
}

/** The account of an address, in lower case; null where there is none or it is closed. */
export async function lockAccountOf(tx: Queryable, email: string): Promise<LockedAccount | null> {
  const [account] = await tx.$queryRaw<LockedAccount[]>`
    SELECT id, email, name, language, password_hash AS "passwordHash", email_verified_at IS NOT NULL AS confirmed,
      session_version AS "sessionVersion"
    FROM users WHERE email = ${email} AND closed_at IS NULL FOR NO KEY UPDATE`;
  return account ?? null;
}

/** The account of an id; null where there is none or it is closed. */
export async function lockAccount(tx: Queryable, userId: string): Promise<LockedAccount | null> {
  const [account] = await tx.$queryRaw<LockedAccount[]>`
    SELECT id, email, name, language, password_hash AS "passwordHash", email_verified_at IS NOT NULL AS confirmed,
      session_version AS "sessionVersion"
    FROM users WHERE id = ${userId}::uuid AND closed_at IS NULL FOR NO KEY UPDATE`;
  return account ?? null;
}

/** Locks the rows of an account and of whoever has an address, by id: two who want each other's meet at the first. */
export async function lockBoth(tx: Queryable, userId: string, email: string): Promise<void> {
  await tx.$executeRaw`
    SELECT 1 FROM users WHERE id = ${userId}::uuid OR email = ${email} ORDER BY id FOR NO KEY UPDATE`;
}
