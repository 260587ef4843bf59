import { z } from "zod";
import type { From } from "@/lib/paging/keyset-page";

/**
 * A place between two rows of a timeline that is merged of two sequences: deliveries, which are read page by page, and
 * events, which are few and at hand. Named by what lies beside it and never by its number, so that new rows shift nothing.
 */
interface Gap {
  /** The nearest delivery above, on the newer side; null where there is none. */
  delivery: string | null;
  /** How many events lie below, on the older side. */
  older: number;
}

/** A row's place: the gap above it, and the row's own delivery; null for an event. */
export interface MergedKey {
  above: Gap;
  own: string | null;
}

const NONE = "0";
const shape = z.tuple([
  z.union([z.literal(NONE), z.uuid()]),
  z.coerce.number().int().min(0).max(1_000_000),
  z.union([z.literal(NONE), z.uuid()]),
]);

/** The key as it stands in an address. */
export function writeMergedKey({ above, own }: MergedKey): string {
  return [above.delivery ?? NONE, above.older, own ?? NONE].join("_");
}

/** The key of an address; null for one that nobody wrote here. */
export function readMergedKey(text: string): MergedKey | null {
  const parsed = shape.safeParse(text.split("_"));
  if (!parsed.success) return null;
  const [delivery, older, own] = parsed.data;
  return { above: { delivery: delivery === NONE ? null : delivery, older }, own: own === NONE ? null : own };
}

export interface Instant {
  at: Date;
}

export interface Sequences<D extends Instant & { id: string }, E extends Instant> {
  /** `take` deliveries by id: the newest before `below`, or the oldest from `from` on. */
  deliveries: (bound: { below: string | null } | { from: string }, take: number) => Promise<D[]>;
  /** All events, the oldest first. */
  events: readonly E[];
}

export type Merged<D, E> = (D | E) & { key: MergedKey };

/**
 * `take` rows of both sequences, the nearest to the place first, as `keysetPage` asks for them. Each sequence keeps its own
 * order, and the later instant goes first: no row is lost or shown twice, even where the two disagree on the time.
 */
export async function readMerged<D extends Instant & { id: string }, E extends Instant>(
  { deliveries, events }: Sequences<D, E>,
  from: From<MergedKey>,
  take: number,
): Promise<Merged<D, E>[]> {
  if (from?.side === "before") {
    const { delivery, older } = from.key.above;
    const newer = delivery === null ? [] : await deliveries({ from: delivery }, take);
    return upward(newer, events, older, take);
  }
  const gap = from === null ? { delivery: null, older: events.length } : below(from.key);
  return downward(await deliveries({ below: gap.delivery }, take), events, gap, take);
}

/** The gap under a row. */
function below({ above, own }: MergedKey): Gap {
  return own === null
    ? { ...above, older: Math.max(above.older - 1, 0) }
    : { delivery: own, older: above.older };
}

function downward<D extends Instant & { id: string }, E extends Instant>(
  deliveries: readonly D[],
  events: readonly E[],
  start: Gap,
  take: number,
): Merged<D, E>[] {
  const rows: Merged<D, E>[] = [];
  let gap = { ...start, older: Math.min(start.older, events.length) };
  let read = 0;
  while (rows.length < take) {
    const [delivery, event] = [deliveries[read], events[gap.older - 1]];
    if (delivery !== undefined && (event === undefined || delivery.at >= event.at)) {
      rows.push({ ...delivery, key: { above: gap, own: delivery.id } });
      gap = { ...gap, delivery: delivery.id };
      read += 1;
    } else if (event !== undefined) {
      rows.push({ ...event, key: { above: gap, own: null } });
      gap = { ...gap, older: gap.older - 1 };
    } else break;
  }
  return rows;
}

function upward<D extends Instant & { id: string }, E extends Instant>(
  deliveries: readonly D[],
  events: readonly E[],
  start: number,
  take: number,
): Merged<D, E>[] {
  const rows: Merged<D, E>[] = [];
  let [read, older] = [0, start];
  while (rows.length < take) {
    const [delivery, event] = [deliveries[read], events[older]];
    if (event !== undefined && (delivery === undefined || event.at <= delivery.at)) {
      older += 1;
      rows.push({ ...event, key: { above: { delivery: delivery?.id ?? null, older }, own: null } });
    } else if (delivery !== undefined) {
      read += 1;
      const above = { delivery: deliveries[read]?.id ?? null, older };
      rows.push({ ...delivery, key: { above, own: delivery.id } });
    } else break;
  }
  return rows;
}
