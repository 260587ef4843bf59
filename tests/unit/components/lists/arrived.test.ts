import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { arrived } from "@/components/lists/arrived";

describe("rows of a list", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const after = (ms: number) => new Promise<string>((resolve) => setTimeout(() => resolve("rows"), ms));

  it("that come in time are in the page at once, and no clock is left running", async () => {
    const waiting = arrived(after(99), 100);
    await vi.advanceTimersByTimeAsync(99);
    expect(await waiting).toEqual({ value: "rows" });
    expect(vi.getTimerCount()).toBe(0);
    expect(await arrived("rows", 100)).toEqual({ value: "rows" });
  });

  it("that take longer leave the page to show their outline", async () => {
    const rows = after(101);
    const waiting = arrived(rows, 100);
    await vi.advanceTimersByTimeAsync(100);
    expect(await waiting).toBeNull();
    await vi.advanceTimersByTimeAsync(1);
    expect(await rows).toBe("rows");
  });

  it("that cannot be read in time fail the page, as the page's own reads do", async () => {
    await expect(arrived(Promise.reject(new Error("no database")), 100)).rejects.toThrow("no database");
    expect(vi.getTimerCount()).toBe(0);
  });
});
