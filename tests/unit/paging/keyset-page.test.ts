import { describe, expect, it } from "vitest";
import { START, type Place } from "@/lib/paging/address";
import { END, keysetPage } from "@/lib/paging/keyset-page";

function pages(numbers: number[], size = 3) {
  return (place: Place) =>
    keysetPage<{ n: number }, number>({
      place,
      size,
      readKey: (text) => (/^\d+$/.test(text) ? Number(text) : null),
      writeKey: (row) => String(row.n),
      read: async (from, take) => {
        const there =
          from === null
            ? numbers
            : from.side === "after"
              ? numbers.filter((n) => n > from.key)
              : numbers.filter((n) => n < from.key).reverse();
        return there.slice(0, take).map((n) => ({ n }));
      },
      count: async () => numbers.length,
      countBefore: async (row) => numbers.filter((n) => n < row.n).length,
    });
}

const after = (n: number): Place => ({ after: String(n), before: "" });
const before = (n: number): Place => ({ after: "", before: String(n) });
const rows = (...numbers: number[]) => numbers.map((n) => ({ n }));

describe("a page of a list", () => {
  const read = pages([1, 2, 3, 4, 5, 6, 7]);

  it("says where it stands and where the pages beside it begin", async () => {
    expect(await read(START)).toEqual({ rows: rows(1, 2, 3), previous: null, next: "3", first: 1, total: 7 });
    expect(await read(after(3))).toEqual({
      rows: rows(4, 5, 6),
      previous: "4",
      next: "6",
      first: 4,
      total: 7,
    });
    expect(await read(after(6))).toEqual({ rows: rows(7), previous: "7", next: null, first: 7, total: 7 });
    expect(await read(before(7))).toEqual({
      rows: rows(4, 5, 6),
      previous: "4",
      next: "6",
      first: 4,
      total: 7,
    });
  });

  it("back at the start is full, however few rows stood before", async () => {
    expect(await read(before(3))).toMatchObject({ rows: rows(1, 2, 3), previous: null, first: 1 });
    expect(await read(before(4))).toMatchObject({ rows: rows(1, 2, 3), previous: null, first: 1 });
    expect(await read(before(1))).toMatchObject({ rows: rows(1, 2, 3), previous: null, first: 1 });
  });

  it("of which nothing is left, or that nobody wrote, is the first", async () => {
    expect(await read(after(7))).toMatchObject({ rows: rows(1, 2, 3), first: 1 });
    expect(await read({ after: "nonsense", before: "" })).toMatchObject({ rows: rows(1, 2, 3), first: 1 });
  });

  it("of nothing at all has no place", async () => {
    const none = { rows: [], previous: null, next: null, first: null };
    expect(await pages([])(START)).toMatchObject(none);
    expect(await pages([])(after(3))).toMatchObject(none);
  });

  it("that is exactly full is the last", async () => {
    expect(await pages([1, 2, 3])(START)).toMatchObject({ next: null, total: 3 });
  });

  it("that was looked through in part goes on where the look ended, whether or not it found rows", async () => {
    const part = (found: number[]) =>
      keysetPage<{ n: number }, number>({
        ...{ place: after(3), size: 3, readKey: Number, writeKey: (row) => String(row.n) },
        read: async () => ({ rows: rows(...found), goesOnAt: "40", looked: 10 }),
      });
    expect(await part([7])).toMatchObject({
      rows: rows(7),
      previous: "7",
      next: "40",
      looked: 10,
      total: null,
    });
    expect(await part([])).toMatchObject({ rows: [], previous: null, next: "40", looked: 10, total: null });
  });

  it("at the end has the last rows in the list's order, and leads back", async () => {
    const last = (numbers: number[]) =>
      keysetPage<{ n: number }, number>({
        ...{
          place: { after: "", before: END },
          size: 3,
          readKey: () => null,
          writeKey: (row) => String(row.n),
        },
        read: async () => [],
        readLast: async (take) => rows(...numbers.toReversed().slice(0, take)),
        count: async () => numbers.length,
      });
    expect(await last([1, 2, 3, 4])).toEqual({
      rows: rows(2, 3, 4),
      previous: "2",
      next: null,
      first: 2,
      total: 4,
    });
    expect(await last([1])).toMatchObject({ rows: rows(1), previous: null, next: null, first: 1 });
    expect(await last([])).toMatchObject({ rows: [], previous: null, total: 0 });
  });
});
