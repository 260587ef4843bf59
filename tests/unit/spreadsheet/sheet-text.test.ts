import { describe, expect, test } from "vitest";
import { openSpreadsheet, sheetOf } from "@/lib/spreadsheet/open";
import { sheetText } from "@/lib/spreadsheet/sheet-text";
import { bytesAccess, rowXml, workbookBytes } from "@/tests/support/workbook";

type Book = Parameters<typeof workbookBytes>[0];

async function textOf(book: Book | Uint8Array, sheet?: string): Promise<string> {
  const bytes = book instanceof Uint8Array ? book : await workbookBytes(book);
  const workbook = await openSpreadsheet(bytesAccess(bytes));
  if (workbook === null) throw new Error("no workbook");
  let text = "";
  for await (const piece of sheetText(workbook, sheetOf(workbook, sheet))) text += piece;
  return text;
}

/** What a person sees in cells of one row, each an XML. */
async function seen(cells: string[], book: Partial<Book> = {}): Promise<string[]> {
  const row = rowXml(1, Object.fromEntries(cells.map((cell, at) => [String.fromCharCode(65 + at), cell])));
  return (await textOf({ sheets: [{ name: "S", rows: row }], ...book })).trimEnd().split(",");
}

describe("a cell becomes what a person sees in it", () => {
  const number = (value: number | string, style = 0) => `<c s="${style}"><v>${value}</v></c>`;

  test("numbers keep leading zeros, long ones their digits, sums no dust", async () => {
    const cells = [number(123, 1), number(79161234567), number("1.2345678901234E+14"), number(0.1 + 0.2)];
    expect(await seen(cells, { formats: ["00000"] })).toEqual([
      "00123",
      "79161234567",
      "123456789012340",
      "0.3",
    ]);
  });

  test("dates are as they are formatted; those that each system formats by itself are the same for all", async () => {
    const cells = [
      number(45717, 1),
      number(45717.75, 2),
      number(45717, 3),
      number(0.15, 4),
      number(45717, 5),
    ];
    expect(
      await seen(cells, { formats: ["dd.mm.yyyy", 22, 14, "0%", "[$-F800]dddd\\ mmmm\\ yyyy"] }),
    ).toEqual(["01.03.2025", "2025-03-01 18:00", "2025-03-01", "15%", "2025-03-01"]);
  });

  test("days that count from 1904 are the right ones", async () => {
    expect(await seen([number(44255, 1)], { formats: ["yyyy-mm-dd"], from1904: true })).toEqual([
      "2025-03-01",
    ]);
  });

  test("booleans, faults, results of formulas and texts in several formats are words", async () => {
    const cells = [
      '<c t="b"><v>1</v></c>',
      '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>',
      '<c t="str"><f>A1&amp;"x"</f><v>Ann x</v></c>',
      '<c t="s"><v>0</v></c>',
      '<c t="inlineStr"><is><r><t>In</t></r><r><t>line</t></r></is></c>',
    ];
    const strings = ["<r><t>Bo</t></r><r><rPr/><t>ld</t></r><rPh><t>pronounced</t></rPh>"];
    expect(await seen(cells, { strings })).toEqual(["TRUE", "#DIV/0!", "Ann x", "Bold", "Inline"]);
  });

  test("a pattern that cannot be understood shows the number", async () => {
    expect(await seen([number(7, 1)], { formats: ["bad[["] })).toEqual(["7"]);
  });
});

describe("a sheet becomes lines", () => {
  test("line n is row n of the sheet: after empty rows, and where a cell has several lines", async () => {
    const rows =
      rowXml(3, { A: "Email", B: "Note" }) +
      rowXml(4, { A: "a@example.com", B: "one&#10;two" }) +
      rowXml(7, { A: "b@example.com", B: 'says "hi", twice' });
    expect((await textOf({ sheets: [{ name: "S", rows }] })).split("\n")).toEqual([
      ...["", "", "Email,Note", "a@example.com,one\u2028two", "", ""],
      'b@example.com,"says ""hi"", twice"',
      "",
    ]);
  });

  test("empty columns to the left are left out", async () => {
    const rows = rowXml(2, { C: "Email", D: "City" }) + rowXml(3, { C: "a@example.com", D: "Oslo" });
    const text = await textOf({ sheets: [{ name: "S", before: '<dimension ref="C2:D3"/>', rows }] });
    expect(text).toBe("\nEmail,City\na@example.com,Oslo\n");
  });

  test("cells that are merged downward stand in each of their rows", async () => {
    const rows =
      rowXml(1, { A: "Acme", B: "a@example.com" }) +
      rowXml(2, { B: "b@example.com" }) +
      rowXml(3, { B: "c@x.yz" });
    const after = '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>';
    expect(await textOf({ sheets: [{ name: "S", rows, after }] })).toBe(
      "Acme,a@example.com\nAcme,b@example.com\n,c@x.yz\n",
    );
  });

  test("a link to an address is that address where the row shows none", async () => {
    const rows =
      rowXml(1, { A: "Ann", B: "write" }) +
      rowXml(2, { A: "Bob", B: "b@example.com" }) +
      rowXml(3, {
        A: "Cid",
        B: '<c t="str"><f>HYPERLINK("mailto:c@example.com?x=1","write")</f><v>write</v></c>',
      });
    const after =
      '<hyperlinks><hyperlink ref="B1" r:id="rId1"/><hyperlink ref="A2" r:id="rId2"/></hyperlinks>';
    const links = ["mailto:a%2Bb@example.com?subject=Hi", "mailto:other@example.com"];
    expect(await textOf({ sheets: [{ name: "S", rows, after, links }] })).toBe(
      "Ann,a+b@example.com\nBob,b@example.com\nCid,c@example.com\n",
    );
  });

  test("the first sheet that is not hidden is read, or the one that is named or numbered", async () => {
    const sheets = ["Old", "People", "Лист 3"].map((name, at) => ({
      name,
      rows: rowXml(1, { A: name }),
      hidden: at === 0,
    }));
    expect(await textOf({ sheets })).toBe("People\n");
    expect(await textOf({ sheets }, "лист 3")).toBe("Лист 3\n");
    expect(await textOf({ sheets }, "2")).toBe("Лист 3\n");
    await expect(textOf({ sheets }, "None")).rejects.toMatchObject({
      code: "sheet_unknown",
      detail: "People, Лист 3",
    });
  });
});
