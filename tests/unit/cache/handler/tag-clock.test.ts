import { describe, expect, it } from "vitest";
import { TagClock } from "@/lib/cache/handler/tag-clock";

describe("the clock of tags", () => {
  it("holds what was begun after its last tag was refreshed, and nothing that was begun before", () => {
    const clock = new TagClock();
    const early = clock.now;
    clock.refresh(["posts"]);
    const late = clock.now;
    expect(clock.holds(["posts"], early)).toBe(false);
    expect(clock.holds(["home", "posts"], early)).toBe(false);
    expect(clock.holds(["home"], early)).toBe(true);
    expect(clock.holds(["posts"], late)).toBe(true);
  });

  it("holds nothing from before all was refreshed", () => {
    const clock = new TagClock();
    const early = clock.now;
    clock.refreshAll();
    expect(clock.holds([], early)).toBe(false);
    expect(clock.holds(["posts"], clock.now)).toBe(true);
  });

  it("forgets tags when there are too many, and then trusts nothing from before", () => {
    const clock = new TagClock();
    clock.refresh(["posts"]);
    const early = clock.now;
    for (let n = 0; n < 10_000; n += 1) clock.refresh([`mailings:${n}`]);
    expect(clock.holds(["home"], early)).toBe(false);
    expect(clock.holds(["posts"], clock.now)).toBe(true);
    expect(clock.holds(["mailings:9999"], early)).toBe(false);
  });
});
