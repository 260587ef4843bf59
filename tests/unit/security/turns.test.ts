import { describe, expect, it } from "vitest";
import { TooManyWaiting, Turns } from "@/lib/security/turns";

/** Work that ends when it is told to, and writes down that it began. */
function works(count: number) {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const work = Array.from({ length: count }, (_, n) => () => {
    begun.push(n);
    return new Promise<number>((resolve, reject) => {
      ends[n] = () => (n % 2 === 0 ? resolve(n) : reject(new Error(`${n}`)));
    });
  });
  return { begun, work, end: (n: number) => ends[n]?.() };
}

describe("turns", () => {
  it("let so many work at once and the rest in their order, whether what was before ended well or not", async () => {
    const { begun, work, end } = works(5);
    const turns = new Turns({ atOnce: 2, waiting: 3 });
    const answers = work.map((one) => turns.take(one).catch((error: unknown) => String(error)));
    expect(begun).toEqual([0, 1]);
    end(1);
    expect(await answers[1]).toBe("Error: 1");
    expect(begun).toEqual([0, 1, 2]);
    end(0);
    await answers[0];
    expect(begun).toEqual([0, 1, 2, 3]);
    for (const n of [2, 3]) {
      end(n);
      await answers[n];
    }
    end(4);
    expect(await Promise.all(answers)).toEqual([0, "Error: 1", 2, "Error: 3", 4]);
  });

  it("refuse who comes when too many wait, and let in who comes later", async () => {
    const { begun, work, end } = works(4);
    const turns = new Turns({ atOnce: 1, waiting: 1 });
    const [first, second, third] = work;
    if (!first || !second || !third) throw new Error("no work");
    const answers = [turns.take(first), turns.take(async () => 7)];
    await expect(turns.take(second)).rejects.toThrow(TooManyWaiting);
    end(0);
    expect(await Promise.all(answers)).toEqual([0, 7]);
    const later = turns.take(third);
    end(2);
    expect(await later).toBe(2);
    expect(begun).toEqual([0, 2]);
  });
});
