import { expect, test } from "vitest";
import { restartPause } from "@/scripts/application/restart-pause";

test("a process that dies soon after its start again and again is started ever later, every half minute at last", () => {
  const pauses: number[] = [];
  for (let nth = 0, early = 0; nth < 8; nth += 1) {
    const next = restartPause(1_000, early);
    pauses.push(next.pause);
    early = next.early;
  }
  expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});

test("one that served for a minute is started again at once", () => {
  expect(restartPause(60_000, 7)).toEqual({ pause: 500, early: 0 });
});
