import { Prisma } from "@prisma/client";
import type { Queryable } from "@/lib/db";

export interface LockedUser {
  id: string;
  role: string;
  email: string;
  /** Null before the address is confirmed, without which nobody signs in. */
  confirmedAt: Date | null;
  blockedAt: Date | null;
  closedAt: Date | null;
}

/**
 * People as they are now, their rows locked until the transaction ends, in the order of their ids. Before any
 * mailing's. Locking who acts together with whom it concerns keeps two admins from taking each other's rights
 * at the same time, after which there would be none.
 * @param withAdmins locks every admin too
 */
export async function lockPeople(
  tx: Queryable,
  ids: string[],
  withAdmins = false,
): Promise<Map<string, LockedUser>> {
  const admins = withAdmins ? Prisma.sql`OR role = 'admin'` : Prisma.empty;
  const rows = await tx.$queryRaw<LockedUser[]>`
    SELECT id, role::text AS role, email, email_verified_at AS "confirmedAt", blocked_at AS "blockedAt", closed_at AS "closedAt" FROM users
    WHERE id = ANY(${ids}::uuid[]) ${admins} ORDER BY id FOR NO KEY UPDATE`;
  return new Map(rows.map((row) => [row.id, row]));
}

/** Neither blocked nor closed: one who may act at all. */
export function isActive(user: LockedUser): boolean {
  return user.blockedAt === null && user.closedAt === null;
}

/** Whether an installation would be without an admin who can sign in if this person were none. The admins must be locked. */
export function isLastAdmin(people: Map<string, LockedUser>, userId: string): boolean {
  const active = [...people.values()].filter(
    (user) => user.role === "admin" && user.confirmedAt !== null && isActive(user),
  );
  return active.length === 1 && active[0]?.id === userId;
}
