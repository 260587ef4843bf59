import { Prisma } from "@prisma/client";
import { countIn, deliveryColumns, holding, type DeliveryRow } from "@/lib/attempts/delivery-rows";
import type { DeliveryStatus } from "@/lib/attempts/delivery-status";
import { database } from "@/lib/db";
import { searchedEmail } from "@/lib/email-address";
import { readIdKey } from "@/lib/paging/keyset";
import type { From } from "@/lib/paging/keyset-page";

/** A delivery's place among those of its attempt by address; an address stands once in each. */
export interface AddressKey {
  address: string;
}

/** Deliveries of a status that are so few are found by their batches, of a hundred rows each, and else by address. */
const FEW = 500;

export type AddressRead = (from: From<AddressKey>, take: number) => Promise<DeliveryRow[]>;

/**
 * Reads an attempt's deliveries whose address begins so, by address. Among a million the index on addresses leads to
 * them; few rejected among a million that begin alike are found by their batches' counts.
 */
export async function deliveriesByAddress(
  attemptId: string,
  status: DeliveryStatus | "",
  search: string,
): Promise<AddressRead> {
  const few = status !== "" && (await countOf(attemptId, status)) <= FEW;
  const found = few
    ? Prisma.sql`batches b JOIN deliveries d ON d.batch_id = b.id WHERE b.attempt_id = ${attemptId}::uuid ${holding(status)}`
    : Prisma.sql`deliveries d WHERE d.attempt_id = ${attemptId}::uuid ${having(status)}`;
  return (from, take) => {
    const order = from?.side === "before" ? Prisma.sql`DESC` : Prisma.sql`ASC`;
    return database().$queryRaw<DeliveryRow[]>`
      SELECT ${deliveryColumns} FROM ${found} AND ${beginsWith(searchedEmail(search))} ${beyond(from)}
      ORDER BY d.address COLLATE "C" ${order} LIMIT ${take}`;
  };
}

/** The key of the delivery of an attempt that an address of a page names: an email would end up in logs. */
export async function addressKeyOf(attemptId: string, text: string): Promise<AddressKey | null> {
  const id = readIdKey(text);
  if (id === null) return null;
  return database().delivery.findFirst({ where: { id, attemptId }, select: { address: true } });
}

async function countOf(attemptId: string, status: DeliveryStatus): Promise<number> {
  const [row] = await database().$queryRaw<{ count: number }[]>`
    SELECT coalesce(sum(${countIn(status)}), 0)::int AS count FROM batches b WHERE b.attempt_id = ${attemptId}::uuid`;
  return row?.count ?? 0;
}

function having(status: DeliveryStatus | ""): Prisma.Sql {
  return status === "" ? Prisma.empty : Prisma.sql`AND d.status = ${status}::delivery_status`;
}

/** In byte order, as the index has it, the longest of all that begin alike would end in U+10FFFF. */
function beginsWith(begin: string): Prisma.Sql {
  return Prisma.sql`d.address COLLATE "C" BETWEEN ${begin} AND ${begin} || chr(1114111)`;
}

function beyond(from: From<AddressKey>): Prisma.Sql {
  if (from === null) return Prisma.empty;
  const side = from.side === "before" ? Prisma.sql`<` : Prisma.sql`>`;
  return Prisma.sql`AND d.address COLLATE "C" ${side} ${from.key.address}`;
}
