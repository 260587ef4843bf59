import { Prisma } from "@prisma/client";
import { z } from "zod";
import { countIn, deliveryColumns, holding, type DeliveryRow } from "@/lib/attempts/delivery-rows";
import { addressKeyOf, deliveriesByAddress, type AddressKey } from "@/lib/attempts/delivery-search";
import type { DeliveryStatus } from "@/lib/attempts/delivery-status";
import { database } from "@/lib/db";
import type { Place } from "@/lib/paging/address";
import { keysetPage, type From, type KeysetPage } from "@/lib/paging/keyset-page";

const PAGE_SIZE = 50;

export interface DeliveryFilter {
  status: DeliveryStatus | "";
  /** What the address begins with, without case; "" for all. */
  search: string;
}

/** A delivery's place in its attempt: batches by number, deliveries by position within. */
const columnInteger = z.coerce.number().int().min(0).max(2_147_483_647);
const seqKey = z.object({ seq: columnInteger, batchId: z.uuid(), position: columnInteger });
type SeqKey = z.infer<typeof seqKey>;
type SeqRow = DeliveryRow & SeqKey;

/**
 * An attempt's deliveries, fifty a page: in the order in which they go out and counted, those of a search by address.
 * Whoever calls has asked whether the attempt may be seen.
 */
export async function deliveriesOf(
  attemptId: string,
  { status, search }: DeliveryFilter,
  place: Place,
): Promise<KeysetPage<DeliveryRow>> {
  if (search !== "") {
    return keysetPage<DeliveryRow, AddressKey>({
      place,
      size: PAGE_SIZE,
      readKey: (text) => addressKeyOf(attemptId, text),
      writeKey: (row) => row.id,
      read: await deliveriesByAddress(attemptId, status, search),
    });
  }
  const page = await keysetPage<SeqRow, SeqKey>({
    place,
    size: PAGE_SIZE,
    readKey: readSeqKey,
    writeKey: ({ seq, batchId, position }) => `${seq}_${batchId}_${position}`,
    read: (from, take) => inOrder(attemptId, status, from, take),
    count: () => countBatches(attemptId, status, Prisma.empty),
    countBefore: (row) => countBefore(attemptId, status, row),
  });
  return { ...page, rows: page.rows.map(withoutPlace) };
}

/** All of the same deliveries, so many at a time. */
export async function* allDeliveriesOf(
  attemptId: string,
  { status, search }: DeliveryFilter,
  step: number,
): AsyncGenerator<DeliveryRow[]> {
  if (search === "") {
    yield* steps<SeqRow>((from) => inOrder(attemptId, status, from, step));
    return;
  }
  const read = await deliveriesByAddress(attemptId, status, search);
  yield* steps<DeliveryRow>((from) => read(from, step));
}

async function* steps<Row>(read: (from: From<Row>) => Promise<Row[]>): AsyncGenerator<Row[]> {
  let last: Row | undefined;
  do {
    const rows: Row[] = await read(last === undefined ? null : { side: "after", key: last });
    yield rows;
    last = rows.at(-1);
  } while (last !== undefined);
}

/** By batches, whose counts tell which of them hold the status: a page of ten rejected among a million reads ten thousand batches. */
function inOrder(
  attemptId: string,
  status: DeliveryStatus | "",
  from: From<SeqKey>,
  take: number,
): Promise<SeqRow[]> {
  const order = from?.side === "before" ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  return database().$queryRaw<SeqRow[]>`
    SELECT ${deliveryColumns}, b.seq, b.id AS "batchId", d.position
    FROM batches b JOIN deliveries d ON d.batch_id = b.id
    WHERE b.attempt_id = ${attemptId}::uuid ${beyond(from)} ${holding(status)}
    ORDER BY b.seq ${order}, b.id ${order}, d.position ${order}
    LIMIT ${take}`;
}

function beyond(from: From<SeqKey>): Prisma.Sql {
  if (from === null) return Prisma.empty;
  const { seq, batchId, position } = from.key;
  // The first condition bounds the index on batches; the second decides within the batch.
  return from.side === "after"
    ? Prisma.sql`AND b.seq >= ${seq} AND (b.seq, b.id, d.position) > (${seq}, ${batchId}::uuid, ${position})`
    : Prisma.sql`AND b.seq <= ${seq} AND (b.seq, b.id, d.position) < (${seq}, ${batchId}::uuid, ${position})`;
}

async function countBefore(attemptId: string, status: DeliveryStatus | "", row: SeqRow): Promise<number> {
  const { seq, batchId, position } = row;
  const [earlier, inBatch] = await Promise.all([
    countBatches(attemptId, status, Prisma.sql`AND (b.seq, b.id) < (${seq}, ${batchId}::uuid)`),
    database().delivery.count({
      where: { batchId, position: { lt: position }, ...(status !== "" && { status }) },
    }),
  ]);
  return earlier + inBatch;
}

async function countBatches(
  attemptId: string,
  status: DeliveryStatus | "",
  condition: Prisma.Sql,
): Promise<number> {
  const [row] = await database().$queryRaw<{ count: number }[]>`
    SELECT coalesce(sum(${countIn(status)}), 0)::int AS count FROM batches b
    WHERE b.attempt_id = ${attemptId}::uuid ${condition}`;
  return row?.count ?? 0;
}

function withoutPlace({ seq: _seq, batchId: _batch, position: _position, ...row }: SeqRow): DeliveryRow {
  return row;
}

function readSeqKey(text: string): SeqKey | null {
  const [seq, batchId, position] = text.split("_");
  const parsed = seqKey.safeParse({ seq, batchId, position });
  return parsed.success ? parsed.data : null;
}
