import { describe, expect, it } from "vitest";
import { measuredPace, SHORTEST_MEASURE_MS } from "@/lib/mailings/measured-pace";

describe("the pace of a mailing, measured by what was settled lately", () => {
  it("is that of equal batches at equal intervals, whatever their number, and tells the time left", () => {
    for (const batches of [2, 7, 50]) {
      const lately = { batches, emails: batches * 100, ms: (batches - 1) * 6_000 };
      const measured = measuredPace(lately, 2_500);
      expect(measured?.perMinute).toBeCloseTo(1_000);
      expect(measured?.secondsLeft).toBeCloseTo(150);
    }
  });

  it("is not guessed from one batch, from none, or from several that were settled at once", () => {
    expect(measuredPace({ batches: 0, emails: 0, ms: 0 }, 10)).toBeNull();
    expect(measuredPace({ batches: 1, emails: 100, ms: 0 }, 10)).toBeNull();
    expect(measuredPace({ batches: 4, emails: 400, ms: SHORTEST_MEASURE_MS - 1 }, 10)).toBeNull();
    expect(measuredPace({ batches: 4, emails: 400, ms: SHORTEST_MEASURE_MS }, 10)).not.toBeNull();
  });
});
