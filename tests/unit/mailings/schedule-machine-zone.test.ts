import { afterEach, expect, test } from "vitest";
import {
  describeOccurrences,
  due,
  occurrence,
  occurrencesAfter,
  type Schedule,
} from "@/lib/mailings/schedule";

const machineZone = process.env.TZ;
afterEach(() => {
  if (machineZone === undefined) delete process.env.TZ;
  else process.env.TZ = machineZone;
});

test("a schedule has the same occurrences whatever zone the machine is in", () => {
  const berlin: Schedule = {
    startLocal: "2026-03-27T02:30:00",
    timeZone: "Europe/Berlin",
    period: "daily",
    endAt: new Date("2026-11-01T00:00:00Z"),
  };
  const seenFrom = ["UTC", "Pacific/Apia", "America/New_York", "Europe/Berlin"].map((zone) => {
    process.env.TZ = zone;
    return {
      machineHour: new Date("2026-03-29T00:30:00Z").getHours(),
      answers: JSON.stringify([
        occurrencesAfter(berlin, null, 400),
        describeOccurrences(berlin, new Date("2026-03-28T00:00:00Z"), 5),
        due(
          berlin,
          occurrence(berlin, 0),
          new Date("2026-01-01T00:00:00Z"),
          new Date("2026-10-25T01:00:00Z"),
        ),
      ]),
    };
  });
  expect(new Set(seenFrom.map(({ machineHour }) => machineHour)).size).toBe(4);
  expect(new Set(seenFrom.map(({ answers }) => answers)).size).toBe(1);
});
