import { expect, it } from "vitest";
import { markdownEmail } from "@/lib/messages/markdown-email";
import { readingMinutes, renderMarkdown } from "@/lib/posts/markdown";

const PAIRS = 50_000;

it.each([
  ["one sign after the other", "*".repeat(PAIRS) + "a" + "*".repeat(PAIRS)],
  ["two signs in turn", "**a *b ".repeat(PAIRS / 10) + "c* d**".repeat(PAIRS / 10)],
])(
  "emphasis within emphasis, 100,000 characters of it, is shown as typed from a depth on: %s",
  (_, source) => {
    for (const html of [renderMarkdown(source), markdownEmail(source, new Map())]) {
      expect(html).toMatch(/<(?:em|strong)[ >]/);
      expect(html).toContain("**");
      expect(html.match(/<(?:em|strong)[ >]/g)?.length).toBeLessThanOrEqual(100);
    }
    expect(readingMinutes(renderMarkdown(source))).toBeGreaterThan(0);
  },
);

it("emphasis as people write it stands as it is", () => {
  expect(renderMarkdown("***a** b* ~~*c*~~")).toBe("<p><em><strong>a</strong> b</em> <s><em>c</em></s></p>");
});
