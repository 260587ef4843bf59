import { z } from "zod";
import { database } from "@/lib/db";
import { cutPage, readIdKey } from "@/lib/paging/keyset";
import { likePattern } from "@/lib/paging/like-pattern";
import { maySeeEverybodys, type Actor } from "@/lib/users/policy";

const PAGE_SIZE = 20;
const MAILINGS_NAMED = 20;

export interface EverybodysMessage {
  id: string;
  subject: string;
  preheader: string;
  updatedAt: Date;
  owner: { id: string; name: string };
}

/**
 * Everybody's messages, newest first, twenty a page; null for who may not see them.
 * @param search part of the subject, without case; "" for all
 * @param after `next` of the page before; null for the first
 */
export async function everybodysMessages(
  actor: Actor,
  { search, after }: { search: string; after: string | null },
): Promise<{ rows: EverybodysMessage[]; next: string | null } | null> {
  if (!maySeeEverybodys(actor)) return null;
  const from = readIdKey(after);
  const found = await database().message.findMany({
    where: {
      ...(from !== null && { id: { lt: from } }),
      ...(search !== "" && { subject: { contains: likePattern(search), mode: "insensitive" } }),
    },
    orderBy: { id: "desc" },
    take: PAGE_SIZE + 1,
    select: summaryColumns,
  });
  return cutPage(found, PAGE_SIZE);
}

export interface MessageToRead extends EverybodysMessage {
  /** As its owner wrote it: to be shown in a sandbox only. */
  html: string;
  text: string;
  /** Mailings that use it and are not archived, the newest twenty. */
  mailings: { id: string; name: string }[];
}

/** Anybody's message for who may see it; null when there is none, or none for them. */
export async function messageToRead(actor: Actor, messageId: string): Promise<MessageToRead | null> {
  if (!maySeeEverybodys(actor) || !z.uuid().safeParse(messageId).success) return null;
  return database().message.findUnique({
    where: { id: messageId },
    select: {
      ...summaryColumns,
      html: true,
      text: true,
      mailings: {
        where: { archivedAt: null },
        orderBy: { id: "desc" },
        take: MAILINGS_NAMED,
        select: { id: true, name: true },
      },
    },
  });
}

const summaryColumns = {
  id: true,
  subject: true,
  preheader: true,
  updatedAt: true,
  owner: { select: { id: true, name: true } },
} as const;
