import { Prisma } from "@prisma/client";
import { z } from "zod";
import { deliveryColumns, type DeliveryRow } from "@/lib/attempts/delivery-rows";
import { database } from "@/lib/db";

/** One recipient in one attempt, with what became of the email as far as the provider told. */
export interface OccurrenceEntry extends DeliveryRow {
  kind: "occurrence";
  /** When the attempt was planned. */
  at: Date;
  attempt: { id: string; kind: "scheduled" | "manual" | "retry"; occurrenceAt: Date };
  mailing: { id: string; name: string };
  subject: string;
  news: News[];
}

export const newsTypes = [
  "delayed",
  "delivered",
  "bounced",
  "complained",
  "failed",
  "suppressed",
  "opened",
  "clicked",
] as const;

export type NewsType = (typeof newsTypes)[number];

/** One kind of news of an email: told once, or again and again, as openings are. */
export interface News {
  type: NewsType;
  /** An opening or click that looks like a program's, as in lib/sending/automated.ts. */
  automated: boolean;
  first: Date;
  last: Date;
  times: number;
  /** The receiving server's or the provider's words. */
  detail: string | null;
  /** Of a bounce, as the provider names it: Permanent, Transient, Undetermined. */
  bounce: string | null;
}

export interface ReadDelivery extends Omit<OccurrenceEntry, "kind" | "news" | "attempt" | "mailing"> {
  attemptId: string;
  attemptKind: OccurrenceEntry["attempt"]["kind"];
  occurrenceAt: Date;
  mailingId: string;
  mailingName: string;
  providerId: string | null;
  fateAt: Date | null;
  openedAt: Date | null;
  clickedAt: Date | null;
}

export interface Addressee {
  id: string;
  ownerId: string;
  email: string;
  createdAt: Date;
}

/** Attempts among which an address is looked for that was another recipient's before. */
const ATTEMPTS_BEFORE = 1_000;

/**
 * Recipients whose deliveries a timeline shows: this one, and who had the address before, deleted since. They can only be
 * in attempts from before this recipient was added; the latest thousand of these are looked through.
 */
export async function idsOf({ id, ownerId, email, createdAt }: Addressee): Promise<string[]> {
  const rows = await database().$queryRaw<{ id: string }[]>`
    SELECT DISTINCT d.recipient_id AS id FROM (
      SELECT id FROM attempts WHERE owner_id = ${ownerId}::uuid AND created_at < ${createdAt}
      ORDER BY created_at DESC, id DESC LIMIT ${ATTEMPTS_BEFORE}
    ) a CROSS JOIN LATERAL (
      SELECT recipient_id FROM deliveries WHERE attempt_id = a.id AND address COLLATE "C" = ${email} LIMIT 1
    ) d WHERE d.recipient_id <> ${id}::uuid`;
  return [id, ...rows.map((row) => row.id)];
}

/** Deliveries by id: the newest below one, or the oldest from one on. Of former recipients only those to this address. */
export function readDeliveries(
  { id, ownerId, email }: Addressee,
  ids: readonly string[],
  bound: { below: string | null } | { from: string },
  take: number,
): Promise<ReadDelivery[]> {
  const order = "from" in bound ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  // A statement for each recipient: the index has them by recipient and id.
  return database().$queryRaw<ReadDelivery[]>`
    SELECT ${deliveryColumns}, d.provider_id AS "providerId", d.fate_at AS "fateAt", d.opened_at AS "openedAt",
      d.clicked_at AS "clickedAt", a.id AS "attemptId", a.kind::text AS "attemptKind", a.occurrence_at AS "occurrenceAt",
      a.created_at AS at, a.subject, m.id AS "mailingId", m.name AS "mailingName"
    FROM unnest(${[...ids]}::uuid[]) concerned (id) CROSS JOIN LATERAL (
      SELECT * FROM deliveries WHERE recipient_id = concerned.id ${within(bound)}
        AND (concerned.id = ${id}::uuid OR address = ${email})
      ORDER BY id ${order} LIMIT ${take}
    ) d CROSS JOIN LATERAL (
      SELECT * FROM attempts WHERE id = d.attempt_id AND owner_id = ${ownerId}::uuid LIMIT 1
    ) a CROSS JOIN LATERAL (SELECT id, name FROM mailings WHERE id = a.mailing_id LIMIT 1) m
    ORDER BY d.id ${order} LIMIT ${take}`;
}

function within(bound: { below: string | null } | { from: string }): Prisma.Sql {
  if ("from" in bound) return Prisma.sql`AND id >= ${bound.from}::uuid`;
  return bound.below === null ? Prisma.empty : Prisma.sql`AND id < ${bound.below}::uuid`;
}

/** Deliveries as the page shows them, with the news of each. */
export async function withNews(deliveries: readonly ReadDelivery[]): Promise<Map<string, OccurrenceEntry>> {
  const told = await toldOf(deliveries.map(({ id }) => id));
  return new Map(deliveries.map((row) => [row.id, entryOf(row, told)]));
}

function entryOf(row: ReadDelivery, told: readonly Told[]): OccurrenceEntry {
  const { attemptId, attemptKind, occurrenceAt, mailingId, mailingName } = row;
  const { providerId: _provider, fateAt: _fate, openedAt: _opened, clickedAt: _clicked, ...shown } = row;
  return {
    ...shown,
    kind: "occurrence",
    attempt: { id: attemptId, kind: attemptKind, occurrenceAt },
    mailing: { id: mailingId, name: mailingName },
    news: newsOf(
      row,
      told.filter(({ deliveryId }) => deliveryId === row.id),
    ),
  };
}

interface Told {
  deliveryId: string;
  type: string;
  automated: boolean;
  first: Date;
  last: Date;
  times: number;
  detail: unknown;
}

const typesOfProvider: Readonly<Record<string, NewsType>> = {
  "email.delivery_delayed": "delayed",
  "email.delivered": "delivered",
  "email.bounced": "bounced",
  "email.complained": "complained",
  "email.failed": "failed",
  "email.suppressed": "suppressed",
  "email.opened": "opened",
  "email.clicked": "clicked",
};

/** News of another email under the same tag are none of this delivery, as in lib/sending/provider-events.ts. */
function toldOf(ids: readonly string[]): Promise<Told[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return database().$queryRaw<Told[]>`
    SELECT e.delivery_id AS "deliveryId", e.type, e.detail->'automated' IS NOT NULL AS automated,
      min(e.occurred_at) AS first, max(e.occurred_at) AS last, count(*)::int AS times,
      (array_agg(e.detail ORDER BY e.occurred_at DESC))[1] AS detail
    FROM unnest(${[...ids]}::uuid[]) shown (id) JOIN deliveries d ON d.id = shown.id
      JOIN provider_events e ON e.delivery_id = d.id
    WHERE e.type = ANY(${Object.keys(typesOfProvider)}::text[])
      AND (d.provider_id IS NULL OR e.provider_email_id IS NULL OR e.provider_email_id = d.provider_id)
    GROUP BY 1, 2, 3`;
}

const words = z.string().nullish().catch(null);
const detailShape = z
  .object({
    bounce: z.object({ type: words, message: words }).nullish(),
    failed: z.object({ reason: words }).nullish(),
  })
  .catch({});

/** Events in the order of their instants; what they do not tell any more, the delivery still does. */
export function newsOf(
  row: Pick<ReadDelivery, "fate" | "fateAt" | "fateDetail" | "openedAt" | "clickedAt">,
  told: readonly Told[],
): News[] {
  const news = told.flatMap(({ type, automated, first, last, times, detail }): News[] => {
    const known = typesOfProvider[type];
    if (known === undefined) return [];
    const { bounce, failed } = detailShape.parse(detail);
    const said = bounce?.message ?? failed?.reason ?? null;
    return [{ type: known, automated, first, last, times, detail: said, bounce: bounce?.type ?? null }];
  });
  const add = (type: NewsType | null, at: Date | null, detail: string | null) => {
    if (type === null || at === null) return;
    if (news.some((known) => known.type === type && !known.automated)) return;
    news.push({ type, automated: false, first: at, last: at, times: 1, detail, bounce: null });
  };
  add(row.fate, row.fateAt, row.fateDetail);
  add("opened", row.openedAt, null);
  add("clicked", row.clickedAt, null);
  return news.sort(
    (one, other) =>
      one.first.getTime() - other.first.getTime() ||
      newsTypes.indexOf(one.type) - newsTypes.indexOf(other.type),
  );
}
