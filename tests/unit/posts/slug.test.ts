import fc from "fast-check";
import { expect, it } from "vitest";
import { LONGEST_SLUG, slugPattern } from "@/lib/posts/schema";
import { freeSlug, slugOf } from "@/lib/posts/slug";

it.each([
  ["Send less, and say when", "send-less-and-say-when"],
  ["Меньше писем, и в срок: щука, ёж", "menshe-pisem-i-v-srok-schuka-yozh"],
  ["  100 % of it — “fine”  ", "100-of-it-fine"],
  ["日本語", "article"],
  ["", "article"],
])("the slug of %j is %s", (title, slug) => {
  expect(slugOf(title)).toBe(slug);
});

it("whatever the title, its slug may stand in an address and leaves room for a number", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (title) => {
      expect(slugOf(title)).toMatch(slugPattern);
      expect(slugOf(title).length).toBeLessThanOrEqual(LONGEST_SLUG - 5);
    }),
  );
});

it("a long one ends at the end of a word", () => {
  const slug = slugOf("word ".repeat(60));
  expect(slug).toMatch(/^word(-word)+$/);
});

it("a second article of the same title gets a number, and the third the next one", () => {
  expect(freeSlug("news", new Set(["newsletter"]))).toBe("news");
  expect(freeSlug("news", new Set(["news"]))).toBe("news-2");
  expect(freeSlug("news", new Set(["news", "news-2", "news-4"]))).toBe("news-3");
});
