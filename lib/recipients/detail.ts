import { z } from "zod";
import { isId } from "@/lib/commands/id";
import { database } from "@/lib/db";
import type { DeliveryRow } from "@/lib/attempts/delivery-rows";
import type { Place } from "@/lib/paging/address";
import { readIdKey } from "@/lib/paging/keyset";
import { keysetPage, type From, type KeysetPage } from "@/lib/paging/keyset-page";
import type { MergeField, SuppressionReason } from "@/lib/recipients/schema";
import type { Actor } from "@/lib/users/policy";
import { ownerWithin, type Scope } from "@/lib/users/scope";

const PAGE_SIZE = 20;

export interface RecipientDetail {
  id: string;
  email: string;
  name: string;
  comment: string;
  fields: MergeField[];
  createdAt: Date;
  updatedAt: Date;
  owner: { id: string; name: string };
  lists: { id: string; name: string }[];
  suppression: { id: string; reason: SuppressionReason; note: string; at: Date } | null;
}

/** A recipient in a scope; null when there is none, or none for them. */
export async function recipientDetail(
  actor: Actor,
  scope: Scope,
  recipientId: string,
): Promise<RecipientDetail | null> {
  const ownerId = ownerWithin(actor, scope);
  if (ownerId === undefined || !isId(recipientId)) return null;
  const found = await database().recipient.findFirst({
    where: { id: recipientId, ...(ownerId !== null && { ownerId }) },
    select: {
      ...{ id: true, email: true, name: true, comment: true, fields: true, createdAt: true, updatedAt: true },
      owner: { select: { id: true, name: true } },
      lists: { select: { list: { select: { id: true, name: true } } }, orderBy: { list: { name: "asc" } } },
    },
  });
  if (found === null) return null;
  const suppression = await database().suppression.findFirst({
    where: { ownerId: found.owner.id, email: found.email, liftedAt: null },
    select: { id: true, reason: true, note: true, createdAt: true },
  });
  const { fields, lists, ...facts } = found;
  return {
    ...facts,
    fields: fieldsOf(fields),
    lists: lists.map(({ list }) => list),
    suppression: suppression && {
      id: suppression.id,
      reason: suppression.reason,
      note: suppression.note,
      at: suppression.createdAt,
    },
  };
}

const storedFields = z.record(z.string(), z.string()).catch({});

/** The merge fields of a recipient's column, by name. */
export function fieldsOf(column: unknown): MergeField[] {
  return Object.entries(storedFields.parse(column))
    .map(([name, value]) => ({ name, value }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

export interface SentRow extends DeliveryRow {
  mailing: { id: string; name: string };
  attemptId: string;
  subject: string;
  occurrenceAt: Date;
}

/** What a recipient was sent and was not, the newest first, twenty a page. Whoever calls has asked whether they may see it. */
export function sentTo(
  { id, owner }: { id: string; owner: { id: string } },
  place: Place,
): Promise<KeysetPage<SentRow>> {
  return keysetPage<SentRow, string>({
    place,
    size: PAGE_SIZE,
    readKey: readIdKey,
    writeKey: (row) => row.id,
    read: (from, take) => readSent(id, owner.id, from, take),
  });
}

async function readSent(
  recipientId: string,
  ownerId: string,
  from: From<string>,
  take: number,
): Promise<SentRow[]> {
  const later = from?.side === "before";
  const found = await database().delivery.findMany({
    where: {
      recipientId,
      ...(from !== null && { id: later ? { gt: from.key } : { lt: from.key } }),
    },
    orderBy: { id: later ? "asc" : "desc" },
    take,
    select: {
      ...{ id: true, attemptId: true, address: true, name: true, status: true, reason: true, answer: true },
      ...{ settledAt: true, fate: true, fateDetail: true },
    },
  });
  // Deliveries have no foreign keys.
  const attempts = await database().attempt.findMany({
    where: { id: { in: found.map((row) => row.attemptId) }, ownerId },
    select: { id: true, subject: true, occurrenceAt: true, mailing: { select: { id: true, name: true } } },
  });
  const byId = new Map(attempts.map((attempt) => [attempt.id, attempt]));
  return found.flatMap((row) => {
    const attempt = byId.get(row.attemptId);
    if (attempt === undefined) return [];
    const { mailing, subject, occurrenceAt } = attempt;
    return [{ ...row, mailing, subject, occurrenceAt }];
  });
}
