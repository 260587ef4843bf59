import { describe, expect, it } from "vitest";
import { SharedCheck } from "@/lib/cache/handler/shared-check";

/** Looks that end when they are told to. */
function looks() {
  const ends: ((error?: Error) => void)[] = [];
  const shared = new SharedCheck(
    () =>
      new Promise((resolve, reject) => {
        ends.push((error) => (error ? reject(error) : resolve()));
      }),
  );
  return { shared, ends };
}

describe("a look for all who wait", () => {
  it("that is under way serves nobody who asks meanwhile: they share the next, of which there is one", async () => {
    const { shared, ends } = looks();
    const first = shared.after();
    const second = shared.after();
    const third = shared.after();
    expect(ends).toHaveLength(1);
    ends[0]?.();
    await first;
    await expect.poll(() => ends.length).toBe(2);
    const fourth = shared.after();
    ends[1]?.();
    await Promise.all([second, third]);
    await expect.poll(() => ends.length).toBe(3);
    ends[2]?.();
    await fourth;
    expect(ends).toHaveLength(3);
  });

  it("that fails fails for its own, and the next is another", async () => {
    const { shared, ends } = looks();
    const first = shared.after();
    const second = shared.after();
    ends[0]?.(new Error("no answer"));
    await expect(first).rejects.toThrow("no answer");
    await expect.poll(() => ends.length).toBe(2);
    ends[1]?.();
    await second;
  });
});
