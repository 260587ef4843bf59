import type { Prisma } from "@prisma/client";
import { database } from "@/lib/db";
import { searchedEmail } from "@/lib/email-address";
import type { Place } from "@/lib/paging/address";
import { keysetPage, newestFirst, type KeysetPage } from "@/lib/paging/keyset-page";
import { likePattern } from "@/lib/paging/like-pattern";
import type { SuppressionReason } from "@/lib/recipients/schema";
import { isErased } from "@/lib/sending/erased-address";
import { linkedDelivery } from "@/lib/suppressions/linked-delivery";
import type { SuppressionState } from "@/lib/suppressions/schema";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

const PAGE_SIZE = 50;

export interface Unsubscription {
  email: string;
  ownerName: string;
  /**
   * The recipient said so before, and it holds for the address that they have today too. Suppressed for another reason,
   * either can still be unsubscribed.
   */
  already: boolean;
  /** What was stored of the recipient is gone, and the address with it. */
  erased: boolean;
}

/** What an unsubscribe link is about; changes nothing. Null for a token that this application did not sign. */
export async function readUnsubscribe(token: string): Promise<Unsubscription | null> {
  const deliveryId = linkedDelivery(token);
  if (deliveryId === null) return null;
  const [row] = await database().$queryRaw<Unsubscription[]>`
    SELECT d.address AS email, ${isErased} AS erased, coalesce(nullif(u.sender_name, ''), u.name) AS "ownerName",
      NOT EXISTS (SELECT 1 FROM unnest(ARRAY[d.address, coalesce(r.email, d.address)]) address
        WHERE NOT EXISTS (SELECT 1 FROM suppressions s WHERE s.owner_id = a.owner_id AND s.email = address
          AND s.lifted_at IS NULL AND s.reason IN ('unsubscribed', 'complained'))) AS already
    FROM deliveries d JOIN attempts a ON a.id = d.attempt_id JOIN users u ON u.id = a.owner_id
    LEFT JOIN recipients r ON r.id = d.recipient_id AND r.owner_id = a.owner_id
    WHERE d.id = ${deliveryId}::uuid`;
  return row ?? null;
}

export interface SuppressionRow {
  id: string;
  email: string;
  reason: SuppressionReason;
  note: string;
  createdAt: Date;
  /** The email that it came of; null where it came of none, or of one that is somebody else's by now. */
  cause: SuppressingEmail | null;
  /** Null while mailings skip the address. */
  lifted: { at: Date; reason: string } | null;
}

export interface SuppressingEmail {
  attemptId: string;
  mailingName: string;
  /** As the message has it, merge fields and all. */
  subject: string;
  /** That it went to: another one where the recipient's has changed since. */
  address: string;
}

export interface SuppressionFilter {
  /** What the address begins with; "" for all. */
  search: string;
  reason: SuppressionReason | "";
  /** "" for all. */
  state: SuppressionState | "";
  place: Place;
}

/** One's own suppressions, lifted ones too, the newest first, fifty a page; null for a role that owns none. */
export async function suppressionsPage(
  actor: Actor,
  { search, reason, state, place }: SuppressionFilter,
): Promise<KeysetPage<SuppressionRow> | null> {
  if (!mayOwnMailings(actor)) return null;
  const where = { ...narrowed(actor, search, reason), ...(state !== "" && inState(state)) };
  const page = await keysetPage({
    ...newestFirst,
    size: PAGE_SIZE,
    place,
    read: (from, take) =>
      database().suppression.findMany({
        where: { AND: [where, newestFirst.where(from)] },
        orderBy: newestFirst.orderBy(from),
        take,
        select: columns,
      }),
    count: () => database().suppression.count({ where }),
    countBefore: (row) =>
      database().suppression.count({ where: { AND: [where, newestFirst.whereBefore(row)] } }),
  });
  const causes = await causesOf(actor.id, page.rows);
  return {
    ...page,
    rows: page.rows.map(({ liftedAt, liftReason, deliveryId, ...row }) => ({
      ...row,
      cause: causes.get(deliveryId ?? "") ?? null,
      lifted: liftedAt && { at: liftedAt, reason: liftReason ?? "" },
    })),
  };
}

/** By the delivery that each suppression names. */
async function causesOf(
  ownerId: string,
  rows: readonly { deliveryId: string | null }[],
): Promise<Map<string, SuppressingEmail>> {
  const ids = rows.flatMap(({ deliveryId }) => deliveryId ?? []);
  if (ids.length === 0) return new Map();
  const found = await database().$queryRaw<(SuppressingEmail & { id: string })[]>`
    SELECT d.id, a.id AS "attemptId", m.name AS "mailingName", a.subject, d.address
    FROM deliveries d JOIN attempts a ON a.id = d.attempt_id JOIN mailings m ON m.id = a.mailing_id
    WHERE d.id = ANY(${ids}::uuid[]) AND a.owner_id = ${ownerId}::uuid`;
  return new Map(found.map(({ id, ...cause }) => [id, cause]));
}

/** How many of them a search and a reason find in each state. */
export async function suppressionCounts(
  actor: Actor,
  { search, reason }: Pick<SuppressionFilter, "search" | "reason">,
): Promise<Record<SuppressionState, number>> {
  const count = (state: SuppressionState) =>
    database().suppression.count({ where: { ...narrowed(actor, search, reason), ...inState(state) } });
  const [active, lifted] = await Promise.all([count("active"), count("lifted")]);
  return { active, lifted };
}

function narrowed(
  actor: Actor,
  search: string,
  reason: SuppressionFilter["reason"],
): Prisma.SuppressionWhereInput {
  return {
    ownerId: actor.id,
    ...(search !== "" && { email: { startsWith: likePattern(searchedEmail(search)) } }),
    ...(reason !== "" && { reason }),
  };
}

function inState(state: SuppressionState): Prisma.SuppressionWhereInput {
  return { liftedAt: state === "active" ? null : { not: null } };
}

const columns = {
  id: true,
  email: true,
  reason: true,
  note: true,
  deliveryId: true,
  createdAt: true,
  liftedAt: true,
  liftReason: true,
} as const;
