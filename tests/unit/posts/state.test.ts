import { expect, it } from "vitest";
import { stateOf } from "@/lib/posts/state";

const now = new Date("2026-11-21T12:00:00Z");
const before = new Date(now.getTime() - 1);
const after = new Date(now.getTime() + 1);

it.each([
  ["draft", null, "draft"],
  ["draft", before, "draft"],
  ["scheduled", after, "scheduled"],
  ["scheduled", now, "published"],
  ["scheduled", before, "published"],
  ["published", before, "published"],
] as const)("%s with the time %s is %s", (status, publishedAt, state) => {
  expect(stateOf({ status, publishedAt }, now)).toBe(state);
});
