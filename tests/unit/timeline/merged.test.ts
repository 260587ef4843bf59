import { describe, expect, it } from "vitest";
import { START, type Place } from "@/lib/paging/address";
import { keysetPage } from "@/lib/paging/keyset-page";
import { readMerged, readMergedKey, writeMergedKey, type MergedKey } from "@/lib/timeline/merged";

interface Delivery {
  id: string;
  at: Date;
}

const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const instant = (minute: number) => new Date(minute * 60_000);

/** A timeline whose deliveries, by their ids, and events have these minutes; the oldest first. */
function timeline(deliveryMinutes: readonly number[], eventMinutes: readonly number[], size: number) {
  const deliveries: Delivery[] = deliveryMinutes.map((minute, n) => ({
    id: idOf(n + 1),
    at: instant(minute),
  }));
  const events = eventMinutes.map((minute) => ({ name: `event ${minute}`, at: instant(minute) }));
  const read = async (bound: { below: string | null } | { from: string }, take: number) => {
    if ("from" in bound) return deliveries.filter(({ id }) => id >= bound.from).slice(0, take);
    const { below } = bound;
    return deliveries
      .filter(({ id }) => below === null || id < below)
      .toReversed()
      .slice(0, take);
  };
  return async (place: Place) => {
    const page = await keysetPage({
      place,
      size,
      readKey: readMergedKey,
      writeKey: (row: { key: MergedKey }) => writeMergedKey(row.key),
      read: (from, take) => readMerged({ deliveries: read, events }, from, take),
    });
    return { ...page, rows: page.rows.map((row) => ("name" in row ? row.name : row.id)) };
  };
}

async function forward(read: ReturnType<typeof timeline>) {
  const pages = [await read(START)];
  for (let last = pages[0]; last !== undefined && last.next !== null; last = pages.at(-1))
    pages.push(await read({ after: last.next, before: "" }));
  return pages;
}

describe("a timeline of deliveries and events", () => {
  it("has the later instant first, and on a tie the delivery above the event that decided it", async () => {
    const [page] = await forward(timeline([10, 30, 50], [20, 30, 60], 10));
    expect(page?.rows).toEqual(["event 60", idOf(3), idOf(2), "event 30", "event 20", idOf(1)]);
  });

  it.each([
    { what: "alternating", deliveries: [1, 3, 5, 7, 9, 11, 13], events: [2, 4, 6, 8, 10, 12] },
    { what: "events at either end", deliveries: [5, 6, 7, 8, 9], events: [1, 2, 3, 20, 21, 22] },
    { what: "deliveries alone", deliveries: [1, 2, 3, 4, 5, 6, 7, 8], events: [] },
    { what: "events alone", deliveries: [], events: [1, 2, 3, 4, 5, 6, 7] },
  ])("shows each row once, page by page, and the same pages on the way back: $what", async (given) => {
    for (const size of [1, 2, 3, 5]) {
      const read = timeline(given.deliveries, given.events, size);
      const pages = await forward(read);
      const rows = pages.flatMap((page) => page.rows);
      expect(rows).toHaveLength(given.deliveries.length + given.events.length);
      expect(new Set(rows).size).toBe(new Set(given.events).size + given.deliveries.length);
      for (const [n, page] of pages.entries()) {
        if (n === 0 || page.previous === null) continue;
        const back = await read({ after: "", before: page.previous });
        expect(back.rows).toEqual(pages[n - 1]?.rows);
      }
    }
  });

  it("shows each row once where an attempt that was planned earlier reached the recipient later", async () => {
    const [deliveries, events] = [
      [4, 9, 2, 8, 8, 1, 12],
      [3, 5, 8, 10, 11],
    ];
    for (const size of [1, 2, 3, 5]) {
      const rows = (await forward(timeline(deliveries, events, size))).flatMap((page) => page.rows);
      expect(rows).toHaveLength(12);
      expect(new Set(rows).size).toBe(12);
    }
  });

  it("goes on where it was when something newer has come in", async () => {
    const before = await forward(timeline([1, 3, 5], [2, 4], 2));
    const after = timeline([1, 3, 5, 7], [2, 4, 6], 2);
    expect((await after({ after: before[0]?.next ?? "", before: "" })).rows).toEqual(before[1]?.rows);
  });

  it.each(["", "0", "0_x_0", "0_1", "0_-1_0", "a_1_0", "0_1_0_0", "0_99999999_0"])(
    "begins at its start for an address that nobody wrote: %j",
    async (text) => {
      expect(readMergedKey(text)).toBeNull();
      const [first] = await forward(timeline([1, 3, 5], [2, 4], 2));
      expect((await timeline([1, 3, 5], [2, 4], 2)({ after: text, before: "" })).rows).toEqual(first?.rows);
    },
  );
});
