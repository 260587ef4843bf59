import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { probeDelay, retryDelay } from "@/lib/sending/backoff";

const LONGEST = 5 * 60_000;
const almostOne = 1 - Number.EPSILON;

describe("a batch of unknown outcome is asked for again", () => {
  it.each([
    [1, 2_000],
    [2, 4_000],
    [5, 32_000],
    [9, LONGEST],
    [1_000, LONGEST],
  ])("after %i unknown outcomes within %i ms", (unknowns, longest) => {
    expect(retryDelay(unknowns, 0)).toBe(0);
    expect(retryDelay(unknowns, almostOne)).toBe(longest);
    expect(retryDelay(unknowns, 0.5)).toBe(longest / 2);
  });

  it("never later than in five minutes, always in whole milliseconds", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0, max: almostOne, noNaN: true }),
        (n, r) => {
          const wait = retryDelay(n, r);
          expect(Number.isInteger(wait)).toBe(true);
          expect(wait).toBeGreaterThanOrEqual(0);
          expect(wait).toBeLessThanOrEqual(LONGEST);
        },
      ),
    );
  });
});

describe("looks at a shut provider", () => {
  it("come after 5 s and then ever later, up to five minutes, where it fails", () => {
    expect([0, 1, 2, 3, 5, 6, 7, 60].map((looks) => probeDelay("breaker", looks) / 1_000)).toEqual([
      5, 10, 20, 40, 160, 300, 300, 300,
    ]);
  });

  it("come after a minute and then ever later, up to half an hour, where it refuses everything", () => {
    expect([0, 1, 2, 4, 5, 60].map((looks) => probeDelay("pause", looks) / 60_000)).toEqual([
      1, 2, 4, 16, 30, 30,
    ]);
  });
});
