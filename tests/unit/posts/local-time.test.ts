import { expect, it } from "vitest";
import { instantOf } from "@/lib/posts/local-time";

it.each([
  ["2026-11-21T09:00", "Europe/Moscow", "2026-11-21T06:00:00.000Z"],
  // Skipped, moves forward by the gap; twice, is the earlier.
  ["2027-03-28T02:30", "Europe/Berlin", "2027-03-28T01:30:00.000Z"],
  ["2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00.000Z"],
])("%s in %s is %s", (local, zone, instant) => {
  expect(instantOf(local, zone)?.toISOString()).toBe(instant);
});

it.each(["", "tomorrow", "2026-02-30T09:00", "2026-02-20T25:00", "2026-02-20", "2026-02-20T09:00Z"])(
  "%j is no date and time",
  (local) => {
    expect(instantOf(local, "UTC")).toBeNull();
  },
);
