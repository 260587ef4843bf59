import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ColumnUse } from "@/lib/recipients/import-columns";
import { readRow } from "@/lib/recipients/import-row";
import { recipientName } from "@/lib/recipients/schema";

const USES: ColumnUse[] = [
  { kind: "email" },
  { kind: "name" },
  { kind: "comment" },
  { kind: "field", name: "city" },
  { kind: "ignored" },
];

function row(cells: string[]) {
  const read = readRow({ line: 7, cells }, USES);
  return read.ok ? read.row : read.reason;
}

describe("a row", () => {
  it("gives a trimmed recipient with its address in lower case", () => {
    expect(row([" Ann@Mail.Example ", "  Ann \n Lee ", "first\nsecond", " Oslo ", "left"])).toEqual({
      line: 7,
      email: "ann@mail.example",
      name: "Ann Lee",
      comment: "first\nsecond",
      fields: '{"city":"Oslo"}',
    });
  });

  it("may end early, and blank cells give no merge field", () => {
    expect(row(["a@b.example"])).toMatchObject({ name: "", comment: "", fields: "{}" });
    expect(row(["a@b.example", "", "", "  "])).toMatchObject({ fields: "{}" });
  });

  it.each([
    ["email_missing", ["", "Ann"]],
    ["email_invalid", ["ann", "Ann"]],
    ["email_invalid", ["a@b..example"]],
    ["email_invalid", [`${"a".repeat(65)}@mail.example`]],
    ["email_invalid", [`a@${"b".repeat(250)}.example`]],
    ["email_not_latin", ["İnci@mail.example"]],
    ["email_several", ["a@b.example, c@d.example"]],
    ["name_too_long", ["a@b.example", "x".repeat(201)]],
    ["comment_too_long", ["a@b.example", "", "x".repeat(2_001)]],
    ["field_too_long", ["a@b.example", "", "", "x".repeat(1_001)]],
    ["control_characters", ["a@b.example", "An\u0007n"]],
    ["control_characters", ["a@b.example", "", "An\u001bn"]],
    ["undecodable", ["a@b.example", "\ufffd\ufffd"]],
    ["undecodable", ["a@b.example", "РђРЅРЅР°"]],
    ["control_characters", ["a@b.example", "An\0n"]],
    ["email_invalid", ["a\0@b.example"]],
    ["too_many_cells", ["a@b.example", "", "", "", "", "more"]],
  ])("is %s", (reason, cells) => {
    expect(row(cells)).toBe(reason);
  });

  it("keeps a merge field of any name", () => {
    const uses: ColumnUse[] = [{ kind: "email" }, { kind: "field", name: "__proto__" }];
    expect(readRow({ line: 2, cells: ["a@b.example", "kept"] }, uses)).toMatchObject({
      row: { fields: '{"__proto__":"kept"}' },
    });
  });

  it.each(["Світлана Рівна", "РІСІ", "Сёстры Рёвины", "N° 5", "О'Нил–Смит"])("takes %s for text", (name) => {
    expect(row(["a@b.example", name])).toMatchObject({ name });
  });

  it("says of every cell what the schema says", () => {
    const characters = fc.constantFrom(...Array.from("aZ9ЖяЁСР°.,'_-\u00a0 \t\n\0é\ufffdİ"));
    const cell = fc.oneof(
      fc.string({ unit: characters, maxLength: 12 }),
      fc.string({ unit: characters, minLength: 198, maxLength: 203 }),
    );
    fc.assert(
      fc.property(cell, (name) => {
        const said = recipientName.safeParse(name);
        const undecodable = name.includes("\ufffd");
        const read = readRow({ line: 2, cells: ["a@b.example", name] }, USES);
        expect(read.ok ? read.row.name : read.reason).toBe(
          undecodable ? "undecodable" : said.success ? said.data : said.error.issues[0]?.message,
        );
      }),
      { seed: 20261121 },
    );
  });

  it("may have blank cells too many, as spreadsheets write them", () => {
    expect(row(["a@b.example", "", "", "", "", "", " "])).toMatchObject({ email: "a@b.example" });
  });
});
