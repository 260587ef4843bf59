import type { Prisma } from "@prisma/client";
import { z } from "zod";
import { isId } from "@/lib/commands/id";
import { auditActions, auditTargets, type AuditAction, type AuditTarget } from "@/lib/audit/schema";
import { database } from "@/lib/db";
import type { Place } from "@/lib/paging/address";
import { keysetPage, newestFirst, type KeysetPage } from "@/lib/paging/keyset-page";
import { searchedEmail } from "@/lib/email-address";
import { likePattern } from "@/lib/paging/like-pattern";
import { mayListUsers, mayReadAudit, type Actor } from "@/lib/users/policy";

const PAGE_SIZE = 30;
const EVENTS_ABOUT = 50;

export interface AuditRow {
  id: string;
  at: Date;
  /** Null for the command line. */
  actorEmail: string | null;
  action: AuditAction;
  targetType: AuditTarget;
  targetId: string;
  targetName: string;
  reason: string | null;
  /** Of a changed role; null for everything else. */
  roles: { from: string; to: string } | null;
  /** The address of who was given what somebody owned; null for everything else. */
  heir: string | null;
  /** How many uncertain deliveries were resolved; null for everything else. */
  count: number | null;
}

export interface AuditFilter {
  /** Part of the address of who did it, or of the name of what it was done to, without case; "" for all. */
  search: string;
  action: AuditAction | null;
  place: Place;
}

/** What people did to others, the latest first, thirty a page; null for who may not read it. */
export async function auditLog(
  actor: Actor,
  { search, action, place }: AuditFilter,
): Promise<KeysetPage<AuditRow> | null> {
  if (!mayReadAudit(actor)) return null;
  const part = (text: string) => ({ contains: likePattern(text), mode: "insensitive" }) as const;
  const email = part(searchedEmail(search));
  const where: Prisma.AuditEventWhereInput = {
    ...(action !== null && { action }),
    ...(search !== "" && {
      OR: [{ actorEmail: email }, { targetName: part(search) }, { targetName: email }],
    }),
  };
  const page = await keysetPage({
    ...newestFirst,
    size: PAGE_SIZE,
    place,
    read: (from, take) =>
      database().auditEvent.findMany({
        where: { AND: [where, newestFirst.where(from)] },
        orderBy: newestFirst.orderBy(from),
        take,
        select: columns,
      }),
    count: () => database().auditEvent.count({ where }),
    countBefore: (row) =>
      database().auditEvent.count({ where: { AND: [where, newestFirst.whereBefore(row)] } }),
  });
  return { ...page, rows: page.rows.flatMap(toRow) };
}

/**
 * What was done to one person, the latest fifty. Admins see all of it, managers what is theirs to do: blocking
 * and unblocking. Empty for everybody else.
 */
export async function auditOfUser(actor: Actor, userId: string): Promise<AuditRow[]> {
  if (!mayListUsers(actor) || !isId(userId)) return [];
  const found = await database().auditEvent.findMany({
    where: {
      targetType: "user",
      targetId: userId,
      ...(!mayReadAudit(actor) && { action: { in: ["user_blocked", "user_unblocked"] } }),
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: EVENTS_ABOUT,
    select: columns,
  });
  return found.flatMap(toRow);
}

const columns = {
  id: true,
  createdAt: true,
  actorId: true,
  actorEmail: true,
  action: true,
  targetType: true,
  targetId: true,
  targetName: true,
  reason: true,
  detail: true,
} as const;

const codes = z.object({ action: z.enum(auditActions), targetType: z.enum(auditTargets) });
const changedRole = z.object({ from: z.string(), to: z.string() });
const counted = z.object({ count: z.coerce.number().int() });
const handedOver = z.object({ heir: z.string() });

/** None for an action of another release, which has no words here. */
function toRow(found: Prisma.AuditEventGetPayload<{ select: typeof columns }>): AuditRow[] {
  const known = codes.safeParse(found);
  if (!known.success) return [];
  const { id, targetId, targetName, reason } = found;
  const roles = changedRole.safeParse(found.detail);
  const given = handedOver.safeParse(found.detail);
  const resolved = counted.safeParse(found.detail);
  return [
    {
      ...{ id, targetId, targetName, reason, ...known.data },
      at: found.createdAt,
      actorEmail: found.actorId === null ? null : found.actorEmail,
      roles: roles.success ? roles.data : null,
      heir: given.success ? given.data.heir : null,
      count: resolved.success ? resolved.data.count : null,
    },
  ];
}
