import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forgetUnsaved } from "@/components/posts/unsaved-text";

const PLACE = "writer:new";
const KEY = `posthorn:article:${PLACE}`;
const fields = {
  title: "T",
  summary: "",
  slug: "",
  source: "Sent",
  coverId: "",
  coverAlt: "",
  language: "en",
};

let kept: Map<string, string>;

beforeEach(() => {
  kept = new Map();
  vi.stubGlobal("window", {
    sessionStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, text: string) => kept.set(key, text),
      removeItem: (key: string) => kept.delete(key),
    },
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

function keep(source: string): void {
  const beginId = "019aa000-0000-7000-8000-000000000000";
  kept.set(KEY, JSON.stringify({ fields: { ...fields, source }, version: 0, beginId }));
}

test("what was sent is forgotten, and what was typed since, or left here before, is not", () => {
  keep("Sent");
  forgetUnsaved(PLACE, { source: "Sent", title: "T" });
  expect(kept.size).toBe(0);
  keep("Sent, and more typed while it was saved");
  forgetUnsaved(PLACE, { source: "Sent", title: "T" });
  expect(kept.size).toBe(1);
});

test("what somebody else has put there is no text of ours, and harms nothing", () => {
  const warned = vi.spyOn(console, "warn").mockReturnValue();
  for (const text of ["{", "{}", "null"]) {
    kept.set(KEY, text);
    forgetUnsaved(PLACE, {});
  }
  expect(kept.get(KEY)).toBe("null");
  expect(warned).toHaveBeenCalledTimes(1);
});
