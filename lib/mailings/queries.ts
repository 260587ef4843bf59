import { z } from "zod";
import { cacheTags } from "@/lib/cache/tags";
import { cached } from "@/lib/cache/cached";
import { database } from "@/lib/db";
import { audienceSize, type AudienceSize } from "@/lib/mailings/audience";
import { mayControlMailing, maySeeMailing } from "@/lib/mailings/policy";
import { holds, type Hold, type MailingStatus } from "@/lib/mailings/status";
import type { Period } from "@/lib/mailings/schedule";
import type { Actor } from "@/lib/users/policy";

/** What `holds` looks at. */
export const holdColumns = {
  pausedAt: true,
  stoppedAt: true,
  protectedAt: true,
  owner: { select: { blockedAt: true, closedAt: true, role: true } },
} as const;

/** What of its owner holds a mailing. */
export function ownerFacts(owner: { blockedAt: Date | null; closedAt: Date | null; role: string }) {
  return { ownerBlockedAt: owner.blockedAt, ownerClosedAt: owner.closedAt, ownerRole: owner.role };
}

export interface MailingDetail {
  id: string;
  name: string;
  status: MailingStatus;
  holds: Hold[];
  /** Whether who asks may start, pause, resume and finish it. */
  mayControl: boolean;
  owner: { id: string; name: string; blockedReason: string | null };
  subject: string;
  period: Period;
  startLocal: string;
  timeZone: string;
  endAt: Date | null;
  nextRunAt: Date | null;
  pausedAt: Date | null;
  stop: { at: Date; by: string | null; reason: string } | null;
  protection: { at: Date; code: string; answer: string | null } | null;
  archivedAt: Date | null;
  audience: AudienceSize;
}

/**
 * A mailing for who may see it; null when there is none, or none for them. Read anew each time but for the
 * size of its audience: status, holds and next run change while the page is looked at.
 */
export async function mailingDetail(actor: Actor, mailingId: string): Promise<MailingDetail | null> {
  if (!z.uuid().safeParse(mailingId).success) return null;
  const found = await database().mailing.findUnique({ where: { id: mailingId }, select: detailColumns });
  if (found === null || !maySeeMailing(actor, { ownerId: found.owner.id })) return null;
  const { owner, message, stoppedAt, stoppedById, stopReason, protectedAt, protectedCode, protectedAnswer } =
    found;
  const { id, name, status, period, startLocal, timeZone, endAt, nextRunAt, archivedAt, pausedAt } = found;
  const [by, audience] = await Promise.all([nameOf(stoppedById), keptAudience(owner.id, id)]);
  return {
    ...{ id, name, status, period, startLocal, timeZone, endAt, nextRunAt, archivedAt, pausedAt, audience },
    mayControl: mayControlMailing(actor, { ownerId: owner.id }) && archivedAt === null,
    owner: { id: owner.id, name: owner.name, blockedReason: owner.blockedReason },
    subject: message.subject,
    holds: holds({ ...found, ...ownerFacts(owner) }),
    stop: stoppedAt && { at: stoppedAt, by, reason: stopReason ?? "" },
    protection: protectedAt && { at: protectedAt, code: protectedCode ?? "", answer: protectedAnswer },
  };
}

/** Whose mailing it is; null when there is none. */
export async function mailingOwner(mailingId: string): Promise<string | null> {
  if (!z.uuid().safeParse(mailingId).success) return null;
  const found = await database().mailing.findUnique({ where: { id: mailingId }, select: { ownerId: true } });
  return found?.ownerId ?? null;
}

// Counting a million members takes the better part of a second.
const keptAudience = cached(
  "audience-size",
  (ownerId) => [cacheTags.mailings(ownerId), cacheTags.recipients(ownerId)],
  (ownerId: string, mailingId: string) => audienceSize(mailingId, ownerId),
);

const detailColumns = {
  id: true,
  name: true,
  status: true,
  period: true,
  startLocal: true,
  timeZone: true,
  endAt: true,
  nextRunAt: true,
  archivedAt: true,
  pausedAt: true,
  stoppedAt: true,
  stoppedById: true,
  stopReason: true,
  protectedAt: true,
  protectedCode: true,
  protectedAnswer: true,
  message: { select: { subject: true } },
  owner: {
    select: { id: true, name: true, role: true, blockedAt: true, closedAt: true, blockedReason: true },
  },
} as const;

async function nameOf(userId: string | null): Promise<string | null> {
  if (userId === null) return null;
  const user = await database().user.findUnique({ where: { id: userId }, select: { name: true } });
  return user?.name ?? null;
}
