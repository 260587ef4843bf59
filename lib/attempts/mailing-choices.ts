import { Prisma } from "@prisma/client";
import { isId } from "@/lib/commands/id";
import { database } from "@/lib/db";
import type { Actor } from "@/lib/users/policy";
import { ownerWithin, type Scope } from "@/lib/users/scope";

/** Mailings to choose from; the search by name finds any other. */
const CHOICES = 50;
/** Attempts among which they are looked for, so that a million cost no more. */
const LATEST_ATTEMPTS = 1_000;

export interface MailingChoice {
  id: string;
  name: string;
  ownerName: string;
}

/**
 * Mailings by which a list of attempts can be narrowed: those that ran last, and the chosen one whenever it ran.
 * @param chosen a mailing's id, or any text of an address
 */
export async function mailingChoices(actor: Actor, scope: Scope, chosen: string): Promise<MailingChoice[]> {
  const ownerId = ownerWithin(actor, scope);
  if (ownerId === undefined) return [];
  const [latest, one] = await Promise.all([ranLast(ownerId), isId(chosen) ? mailing(ownerId, chosen) : []]);
  return latest.some(({ id }) => id === chosen) ? latest : [...one, ...latest];
}

function ranLast(ownerId: string | null): Promise<MailingChoice[]> {
  const whose = ownerId === null ? Prisma.empty : Prisma.sql`WHERE owner_id = ${ownerId}::uuid`;
  return database().$queryRaw<MailingChoice[]>`
    SELECT m.id, m.name, m.owner_name AS "ownerName" FROM (
      SELECT mailing_id, max(created_at) AS ran_at FROM (
        SELECT mailing_id, created_at FROM attempts ${whose} ORDER BY created_at DESC, id DESC LIMIT ${LATEST_ATTEMPTS}
      ) latest GROUP BY mailing_id ORDER BY ran_at DESC LIMIT ${CHOICES}
    ) ran CROSS JOIN LATERAL (
      SELECT m.id, m.name, u.name AS owner_name FROM mailings m JOIN users u ON u.id = m.owner_id
      WHERE m.id = ran.mailing_id LIMIT 1
    ) m
    ORDER BY ran.ran_at DESC, m.id`;
}

function mailing(ownerId: string | null, id: string): Promise<MailingChoice[]> {
  const whose = ownerId === null ? Prisma.empty : Prisma.sql`AND m.owner_id = ${ownerId}::uuid`;
  return database().$queryRaw<MailingChoice[]>`
    SELECT m.id, m.name, u.name AS "ownerName" FROM mailings m JOIN users u ON u.id = m.owner_id
    WHERE m.id = ${id}::uuid ${whose}`;
}
