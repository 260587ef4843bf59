import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { forgetUnsaved } from "@/components/forms/unsaved-text";

const PLACE = "writer:new";
const KEY = `posthorn:unsaved:${PLACE}`;
const shape = z.object({ source: z.string() });
let stored: Map<string, string>;

beforeEach(() => {
  stored = new Map();
  vi.stubGlobal("window", {
    sessionStorage: {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, text: string) => stored.set(key, text),
      removeItem: (key: string) => stored.delete(key),
    },
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

function store(source: string): void {
  stored.set(KEY, JSON.stringify({ source }));
}

test("what was sent is forgotten, and what was typed since, or left here before, is not", () => {
  store("Sent");
  forgetUnsaved(PLACE, shape, ({ source }) => source === "Sent");
  expect(stored.size).toBe(0);
  store("Sent, and more typed while it was saved");
  forgetUnsaved(PLACE, shape, ({ source }) => source === "Sent");
  expect(stored.size).toBe(1);
});

test("what somebody else has put there is no text of ours, and harms nothing", () => {
  const warned = vi.spyOn(console, "warn").mockReturnValue();
  for (const text of ["{", "{}", "null"]) {
    stored.set(KEY, text);
    forgetUnsaved(PLACE, shape, () => true);
  }
  expect(stored.get(KEY)).toBe("null");
  expect(warned).toHaveBeenCalledTimes(1);
});
