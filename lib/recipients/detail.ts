import { isId } from "@/lib/commands/id";
import { database } from "@/lib/db";
import { fieldsOf } from "@/lib/fields/queries";
import type { KnownField } from "@/lib/fields/schema";
import type { MergeField, SuppressionReason } from "@/lib/recipients/schema";
import { storedFields } from "@/lib/recipients/stored-fields";
import type { Actor } from "@/lib/users/policy";
import { ownerWithin, type Scope } from "@/lib/users/scope";

export interface RecipientDetail {
  id: string;
  email: string;
  name: string;
  comment: string;
  fields: MergeField[];
  /** Of the owner: what pages call the fields, and how they show them. */
  known: KnownField[];
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
  const [suppression, known] = await Promise.all([
    database().suppression.findFirst({
      where: { ownerId: found.owner.id, email: found.email, liftedAt: null },
      select: { id: true, reason: true, note: true, createdAt: true },
    }),
    fieldsOf(found.owner.id),
  ]);
  const { fields, lists, ...facts } = found;
  return {
    ...facts,
    fields: storedFields(fields),
    known,
    lists: lists.map(({ list }) => list),
    suppression: suppression && {
      id: suppression.id,
      reason: suppression.reason,
      note: suppression.note,
      at: suppression.createdAt,
    },
  };
}
