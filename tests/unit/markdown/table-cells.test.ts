import fc from "fast-check";
import { expect, it } from "vitest";
import { markdownParser } from "@/lib/markdown/parser";
import { cellsOfTables, MOST_CELLS } from "@/lib/markdown/table-cells";
import { draftSchema } from "@/lib/messages/schema";
import { LONGEST_SOURCE, sourceSchema } from "@/lib/posts/schema";

function rendered(source: string): number {
  return markdownParser.render(source).match(/<t[dh]\b/g)?.length ?? 0;
}

it("never counts fewer cells than the parser makes, in quotes and lists too, but for tables of one column", () => {
  const line = fc.oneof(
    ...["|-|-|-|", "-|-", "> |-|:-:|", "- |-|-", "1. |-|-|", ":-|", "", ">", "---"].map((text) =>
      fc.constant(text),
    ),
    ...["a|b", "|a|b|c|", "> |a|b|", "- |a|b", "1. |a|b|", "  |x", "| a \\| b |", "a"].map((text) =>
      fc.constant(text),
    ),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      const source = lines.join("\n");
      expect(cellsOfTables(source) + lines.length).toBeGreaterThanOrEqual(rendered(source));
    }),
    { numRuns: 500 },
  );
});

it("a text of few bars has as many cells as its head has columns, in each row", () => {
  const source = `${"|a".repeat(20)}|\n${"|-".repeat(20)}|\n${"|\n".repeat(30)}`;
  expect(rendered(source)).toBe(20 * 31);
  expect(cellsOfTables(source)).toBeGreaterThanOrEqual(20 * 31);
});

it("a table that is too large is refused before it is read, in articles and messages", () => {
  const bomb = `${"|a".repeat(5_000)}|\n${"|-".repeat(5_000)}|\n${"|\n".repeat(30_000)}`;
  const refused = { error: { issues: [{ message: "table_large" }] } };
  expect(sourceSchema.safeParse(bomb)).toMatchObject(refused);
  expect(
    draftSchema.safeParse({
      subject: "",
      preheader: "",
      format: "markdown",
      source: bomb,
      textIsOwn: false,
      text: "",
    }),
  ).toMatchObject(refused);
});

it("an ordinary text counts nothing, and a large table what it has", () => {
  expect(cellsOfTables("a - b\n\n- one\n- two | three\n\n---\n")).toBe(0);
  const rows = MOST_CELLS / 10 - 5;
  const table = `${"|a".repeat(8)}|\n${"|-".repeat(8)}|\n${`${"|1".repeat(8)}|\n`.repeat(rows)}`;
  expect(sourceSchema.safeParse(table.slice(0, LONGEST_SOURCE)).success).toBe(true);
});
