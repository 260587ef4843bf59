import { describe, expect, it } from "vitest";
import { pack, unpack } from "@/lib/cached";

describe("what the cache keeps", () => {
  it("comes back with its dates as dates, however deep", () => {
    const value = {
      at: new Date("2026-11-21T09:00:00.123Z"),
      none: null,
      rows: [{ at: new Date(0), name: "2026-11-21T09:00:00.123Z" }],
    };
    expect(unpack(pack(value))).toEqual(value);
  });

  it("keeps null and an empty list apart", () => {
    expect(unpack(pack(null))).toBeNull();
    expect(unpack(pack([]))).toEqual([]);
  });
});
