import { Prisma } from "@prisma/client";

/**
 * The condition under which a mailing may send, for a query that names the mailing `m` and its owner `u`.
 * The same rule as `holds()` in lib/mailings/status.ts, where pages say which of them it is.
 */
export const unheld = Prisma.sql`(
  m.paused_at IS NULL AND m.stopped_at IS NULL AND m.protected_at IS NULL AND m.archived_at IS NULL
  AND u.blocked_at IS NULL AND u.closed_at IS NULL AND u.role IN ('user', 'admin'))`;

/** The condition under which an attempt `a` of the mailing `m` lies within its end: starts by hand have none. */
export const withinEnd = Prisma.sql`(a.kind <> 'scheduled' OR m.end_at IS NULL OR m.end_at > engine_now())`;

/** Restricts to one mailing where a tick was asked for one. */
export function onlyMailing(mailingId: string | undefined): Prisma.Sql {
  return mailingId === undefined ? Prisma.sql`TRUE` : Prisma.sql`m.id = ${mailingId}::uuid`;
}
