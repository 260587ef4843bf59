import { describe, expect, test } from "vitest";
import { scheduleFault, type Period, type Schedule } from "@/lib/mailings/schedule";

function schedule(
  startLocal: string,
  timeZone: string,
  period: Period,
  endAt: string | null = null,
): Schedule {
  return { startLocal, timeZone, period, endAt: endAt === null ? null : new Date(endAt) };
}

describe("what may be saved", () => {
  const now = new Date("2026-06-01T00:00:00Z");
  const start = "2026-06-10T09:00:00";

  test.each([
    "",
    "2026-06-10",
    "2026-06-10T09:00",
    "2026-06-10T09:00:00Z",
    "2026-06-10T09:00:00+02:00",
    "2026-06-10T09:00:00.5",
    "2026-06-31T09:00:00",
    "2026-02-29T09:00:00",
    "2026-06-10T24:00:00",
    "2026-06-10T09:00:60",
    "0026-06-10T09:00:00",
    "9999-12-31T23:59:59",
    "tomorrow",
  ])("%o is no start", (startLocal) => {
    expect(scheduleFault(schedule(startLocal, "Europe/Berlin", "daily"), now)).toBe("start_invalid");
  });

  test.each(["", "Europe/Atlantis", "+03:00", "-05", "Z", " UTC", "2026-01-01T00:00[Europe/Berlin]"])(
    "%o is no zone",
    (timeZone) => {
      expect(scheduleFault(schedule(start, timeZone, "daily"), now)).toBe("zone_unknown");
    },
  );

  test.each(["Europe/Berlin", "Europe/Kiev", "America/Argentina/Buenos_Aires", "UTC", "Etc/GMT+3"])(
    "%o is a zone",
    (timeZone) => {
      expect(scheduleFault(schedule(start, timeZone, "daily"), now)).toBeNull();
    },
  );

  test("the end lies after the first occurrence in the mailing's own zone", () => {
    const newYork = (endAt: string) => schedule(start, "America/New_York", "daily", endAt);
    expect(scheduleFault(newYork("2026-06-10T12:00:00Z"), now)).toBe("end_not_after_start");
    expect(scheduleFault(newYork("2026-06-10T13:00:00Z"), now)).toBe("end_not_after_start");
    expect(scheduleFault(newYork("2026-06-10T13:00:00.001Z"), now)).toBeNull();
  });

  test("the end lies after now, whereas the start may be past", () => {
    const begun = (endAt: string | null) => schedule("2026-01-01T09:00:00", "UTC", "daily", endAt);
    expect(scheduleFault(begun("2026-05-31T00:00:00Z"), now)).toBe("end_in_past");
    expect(scheduleFault(begun("2026-06-01T00:00:00Z"), now)).toBe("end_in_past");
    expect(scheduleFault(begun("2026-06-01T00:00:00.001Z"), now)).toBeNull();
    expect(scheduleFault(begun(null), now)).toBeNull();
  });
});
