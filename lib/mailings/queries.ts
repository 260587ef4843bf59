import { z } from "zod";
import { cacheTags } from "@/lib/cache/tags";
import { cached } from "@/lib/cache/cached";
import { database } from "@/lib/db";
import { boundBatches, waitingBatches } from "@/lib/health/looks";
import { audienceSize, type AudienceFigures } from "@/lib/mailings/audience";
import { mayControlMailing, maySeeMailing } from "@/lib/mailings/policy";
import { protectionOf, type Protection } from "@/lib/mailings/protection";
import { holds, type Hold, type MailingStatus } from "@/lib/mailings/status";
import type { Period } from "@/lib/mailings/schedule";
import type { BoundElsewhere } from "@/lib/sending/bound-elsewhere";
import type { Actor } from "@/lib/users/policy";

const LISTS_NAMED = 20;

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
  owner: {
    id: string;
    name: string;
    blockedReason: string | null;
    blockedAt: Date | null;
    closedAt: Date | null;
  };
  message: { id: string; subject: string };
  period: Period;
  startLocal: string;
  timeZone: string;
  endAt: Date | null;
  nextRunAt: Date | null;
  pausedAt: Date | null;
  stop: { at: Date; by: string | null; reason: string } | null;
  protection: (Protection & { at: Date; answer: string | null }) | null;
  archivedAt: Date | null;
  audience: AudienceFigures;
  goesTo: GoesTo;
  /** What waits for the address and key of the provider that were used before. */
  bound: BoundElsewhere | null;
  /** What waits because the provider asked to wait; null where it did not, or not for long. */
  asked: { since: Date | null; until: Date; emails: number; answer: string } | null;
}

/** What a mailing's audience is said to be; of the lists, the first of each by name. */
export interface GoesTo {
  everybody: boolean;
  lists: { id: string; name: string }[];
  single: number;
  exceptLists: { id: string; name: string }[];
  exceptGotBefore: boolean;
}

/**
 * A mailing for who may see it; null when there is none, or none for them. What changes while the page is looked at is
 * read anew each time: whose it is, status, holds and next run. The rest stands still, and is cached for its owner.
 */
export async function mailingDetail(actor: Actor, mailingId: string): Promise<MailingDetail | null> {
  if (!z.uuid().safeParse(mailingId).success) return null;
  const found = await database().mailing.findUnique({ where: { id: mailingId }, select: movingColumns });
  if (found === null || !maySeeMailing(actor, { ownerId: found.owner.id })) return null;
  const { owner, stoppedAt, stoppedById, stopReason } = found;
  const { id, status, nextRunAt, archivedAt, pausedAt } = found;
  const readStill = owner.id === actor.id ? cachedStillFacts : stillFacts;
  const [by, audience, still, bound, waiting] = await Promise.all([
    nameOf(stoppedById),
    cachedAudience(owner.id, id),
    readStill(owner.id, id),
    boundBatches(id),
    waitingBatches(id),
  ]);
  if (still === null) return null;
  return {
    ...still,
    ...{ id, status, nextRunAt, archivedAt, pausedAt, audience, bound },
    asked: waiting.askedUntil && {
      since: waiting.askedSince,
      until: waiting.askedUntil,
      emails: waiting.emails,
      answer: waiting.answer ?? "",
    },
    mayControl: mayControlMailing(actor, { ownerId: owner.id }) && archivedAt === null,
    owner: {
      ...{ id: owner.id, name: owner.name, blockedReason: owner.blockedReason },
      ...{ blockedAt: owner.blockedAt, closedAt: owner.closedAt },
    },
    holds: holds({ ...found, ...ownerFacts(owner) }),
    stop: stoppedAt && { at: stoppedAt, by, reason: stopReason ?? "" },
    protection: found.protectedAt && {
      ...{ at: found.protectedAt, answer: found.protectedAnswer },
      ...protectionOf(found),
    },
  };
}

type StillFacts = Pick<
  MailingDetail,
  "name" | "message" | "period" | "startLocal" | "timeZone" | "endAt" | "goesTo"
>;

/** What changes only by an edit of the mailing, its message or its lists; null once it has another owner. */
async function stillFacts(ownerId: string, mailingId: string): Promise<StillFacts | null> {
  const named = {
    select: { list: { select: { id: true, name: true } } },
    orderBy: { list: { name: "asc" } },
    take: LISTS_NAMED,
  } as const;
  const found = await database().mailing.findUnique({
    where: { id: mailingId, ownerId },
    select: {
      ...{ name: true, period: true, startLocal: true, timeZone: true, endAt: true },
      message: { select: { id: true, subject: true } },
      ...{ toEverybody: true, exceptGotBefore: true, lists: named, excludedLists: named },
      _count: { select: { recipients: true } },
    },
  });
  if (found === null) return null;
  const { toEverybody, exceptGotBefore, lists, excludedLists, _count, ...still } = found;
  return {
    ...still,
    goesTo: {
      ...{ everybody: toEverybody, exceptGotBefore, single: _count.recipients },
      lists: lists.map(({ list }) => list),
      exceptLists: excludedLists.map(({ list }) => list),
    },
  };
}

const cachedStillFacts = cached(
  "mailing-still-facts",
  (ownerId) => [cacheTags.mailings(ownerId), cacheTags.messages(ownerId), cacheTags.recipients(ownerId)],
  stillFacts,
);

// Counting a million members takes the better part of a second.
export const cachedAudience = cached(
  "audience-size",
  (ownerId) => [cacheTags.mailings(ownerId), cacheTags.recipients(ownerId)],
  (ownerId: string, mailingId: string) => audienceSize(mailingId, ownerId),
);

const movingColumns = {
  id: true,
  status: true,
  nextRunAt: true,
  archivedAt: true,
  pausedAt: true,
  stoppedAt: true,
  stoppedById: true,
  stopReason: true,
  protectedAt: true,
  protectedCode: true,
  protectedAnswer: true,
  protectedEvents: true,
  protectedAccepted: true,
  owner: {
    select: { id: true, name: true, role: true, blockedAt: true, closedAt: true, blockedReason: true },
  },
} as const;

async function nameOf(userId: string | null): Promise<string | null> {
  if (userId === null) return null;
  const user = await database().user.findUnique({ where: { id: userId }, select: { name: true } });
  return user?.name ?? null;
}
