import type { Prisma } from "@prisma/client";
import { z } from "zod";
import { auditActions, auditTargets, type AuditAction, type AuditTarget } from "@/lib/audit/schema";
import { database } from "@/lib/db";
import { readTimeKey, writeTimeKey } from "@/lib/paging/keyset";
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
}

export interface AuditFilter {
  /** Part of the address of who did it, or of the name of what it was done to, without case; "" for all. */
  search: string;
  action: AuditAction | null;
  after: string | null;
}

/** What people did to others, the latest first, thirty a page; null for who may not read it. */
export async function auditLog(
  actor: Actor,
  { search, action, after }: AuditFilter,
): Promise<{ rows: AuditRow[]; next: string | null } | null> {
  if (!mayReadAudit(actor)) return null;
  const part = { contains: likePattern(search), mode: "insensitive" } as const;
  const found = await database().auditEvent.findMany({
    where: {
      ...(action !== null && { action }),
      AND: [search === "" ? {} : { OR: [{ actorEmail: part }, { targetName: part }] }, older(after)],
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: PAGE_SIZE + 1,
    select: columns,
  });
  const rows = found.slice(0, PAGE_SIZE);
  const last = rows.at(-1);
  const next = found.length > PAGE_SIZE && last ? writeTimeKey({ at: last.createdAt, id: last.id }) : null;
  return { rows: rows.flatMap(toRow), next };
}

/**
 * What was done to one person, the latest fifty. Admins see all of it, managers what is theirs to do: blocking
 * and unblocking. Empty for everybody else.
 */
export async function auditOfPerson(actor: Actor, userId: string): Promise<AuditRow[]> {
  if (!mayListUsers(actor) || !z.uuid().safeParse(userId).success) return [];
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
const handedOver = z.object({ heir: z.string() });

/** None for an action of another release, which has no words here. */
function toRow(found: Prisma.AuditEventGetPayload<{ select: typeof columns }>): AuditRow[] {
  const known = codes.safeParse(found);
  if (!known.success) return [];
  const { id, targetId, targetName, reason } = found;
  const roles = changedRole.safeParse(found.detail);
  const given = handedOver.safeParse(found.detail);
  return [
    {
      ...{ id, targetId, targetName, reason, ...known.data },
      at: found.createdAt,
      actorEmail: found.actorId === null ? null : found.actorEmail,
      roles: roles.success ? roles.data : null,
      heir: given.success ? given.data.heir : null,
    },
  ];
}

function older(after: string | null): Prisma.AuditEventWhereInput {
  const key = readTimeKey(after ?? undefined);
  if (key === null) return {};
  return { createdAt: { lte: key.at }, OR: [{ createdAt: { lt: key.at } }, { id: { lt: key.id } }] };
}
