import type { Prisma } from "@prisma/client";
import { z } from "zod";
import { database } from "@/lib/db";
import { holdColumns, ownerFacts, type MailingRow } from "@/lib/mailings/queries";
import { holds, type Hold, type MailingStatus } from "@/lib/mailings/status";
import { cutPage, readIdKey } from "@/lib/paging/keyset";
import { likePattern } from "@/lib/paging/like-pattern";
import { maySeeEverybodys, type Actor } from "@/lib/users/policy";

const PAGE_SIZE = 20;

export interface EverybodysMailing extends MailingRow {
  owner: { id: string; name: string };
}

export interface EverybodysFilter {
  /** Part of the mailing's name or of its owner's name or address, without case; "" for all. */
  search: string;
  status: MailingStatus | null;
  hold: Hold | null;
  ownerId?: string;
  after: string | null;
}

/**
 * Everybody's mailings that are not archived, newest first, twenty a page; null for who may not see them.
 * Ids grow with time, so their own index orders the list.
 */
export async function everybodysMailings(
  actor: Actor,
  filter: EverybodysFilter,
): Promise<{ rows: EverybodysMailing[]; next: string | null } | null> {
  if (!maySeeEverybodys(actor)) return null;
  const { ownerId } = filter;
  if (ownerId !== undefined && !z.uuid().safeParse(ownerId).success) return { rows: [], next: null };
  const after = readIdKey(filter.after);
  const found = await database().mailing.findMany({
    where: {
      archivedAt: null,
      ...(after !== null && { id: { lt: after } }),
      ...(ownerId !== undefined && { ownerId }),
      ...(filter.status !== null && { status: filter.status }),
      AND: [searched(filter.search), heldBy(filter.hold)],
    },
    orderBy: { id: "desc" },
    take: PAGE_SIZE + 1,
    select: {
      id: true,
      name: true,
      status: true,
      nextRunAt: true,
      timeZone: true,
      ...holdColumns,
      owner: { select: { id: true, name: true, ...holdColumns.owner.select } },
    },
  });
  const { rows, next } = cutPage(found, PAGE_SIZE);
  return {
    rows: rows.map(({ id, name, status, nextRunAt, timeZone, owner, ...facts }) => ({
      ...{ id, name, status, nextRunAt, timeZone },
      owner: { id: owner.id, name: owner.name },
      holds: holds({ ...facts, ...ownerFacts(owner) }),
    })),
    next,
  };
}

function searched(search: string): Prisma.MailingWhereInput {
  if (search === "") return {};
  const part = { contains: likePattern(search), mode: "insensitive" } as const;
  return { OR: [{ name: part }, { owner: { OR: [{ name: part }, { email: part }] } }] };
}

/** As `holds` tells them apart. */
function heldBy(hold: Hold | null): Prisma.MailingWhereInput {
  switch (hold) {
    case null:
      return {};
    case "paused":
      return { pausedAt: { not: null } };
    case "stopped":
      return { stoppedAt: { not: null } };
    case "protected":
      return { protectedAt: { not: null } };
    case "owner_blocked":
      return { owner: { OR: [{ blockedAt: { not: null } }, { closedAt: { not: null } }] } };
    case "owner_role":
      return { owner: { role: { notIn: ["user", "admin"] } } };
  }
}
