import { describe, expect, test } from "vitest";
import { openSpreadsheet, sheetOf } from "@/lib/spreadsheet/open";
import { sheetText } from "@/lib/spreadsheet/sheet-text";
import { bytesAccess, rowXml, workbookBytes, zipped } from "@/tests/support/workbook";

const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";

function compound(stream: string): Uint8Array {
  const bytes = new Uint8Array(1_000_300);
  bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  // Across two of the pieces in which it is looked for.
  bytes.set(Buffer.from(stream, "utf16le"), 999_990);
  return bytes;
}

async function refusalOf(bytes: Uint8Array): Promise<unknown> {
  try {
    const workbook = await openSpreadsheet(bytesAccess(bytes));
    if (workbook === null) return null;
    const pieces = sheetText(workbook, sheetOf(workbook));
    while ((await pieces.next()).done !== true);
  } catch (error) {
    return error;
  }
  return "read";
}

describe("what a file is, is known by what it holds", () => {
  const binary = { "_rels/.rels": `<R><Relationship Type="${OFFICE}" Target="xl/workbook.bin"/></R>` };

  test.for<[string, () => Uint8Array | Promise<Uint8Array>, string]>([
    ["a workbook with a password", () => compound("EncryptedPackage"), "sheet_encrypted"],
    ["Excel's format before 2007", () => compound("Workbook"), "sheet_old"],
    [
      "an OpenDocument sheet",
      () => zipped({ mimetype: "application/vnd.oasis.opendocument.spreadsheet" }),
      "sheet_ods",
    ],
    ["Excel's binary format", () => zipped(binary), "sheet_binary"],
    ["another archive", () => zipped({ "a.txt": "a" }), "sheet_none"],
    ["the beginning of a workbook", async () => (await book()).slice(0, 900), "sheet_damaged"],
    ["a sheet that was made to fill a machine", bomb, "sheet_too_large"],
    ["a workbook with a torn sheet", async () => torn(await book()), "sheet_damaged"],
  ])("%s is refused", async ([, bytes, code]) => {
    expect(await refusalOf(await bytes())).toMatchObject({ code });
  });

  test("text is no spreadsheet, whatever it is called", async () => {
    expect(await refusalOf(new TextEncoder().encode("email\na@example.com\n"))).toBeNull();
    expect(await refusalOf(await book())).toBe("read");
  });
});

function book(): Promise<Uint8Array> {
  const rows = Array.from({ length: 200 }, (_, at) => rowXml(at + 1, { A: `${Math.random()}@example.com` }));
  return workbookBytes({ sheets: [{ name: "S", rows: rows.join("") }] });
}

/** 60 MB of a sheet in some 60 kB. */
function bomb(): Promise<Uint8Array> {
  return workbookBytes({ sheets: [{ name: "S", rows: " ".repeat(60_000_000) }] });
}

/** The packed bytes of the sheet are others. */
function torn(bytes: Uint8Array): Uint8Array {
  const at = Buffer.from(bytes).indexOf("xl/worksheets/sheet1.xml") + 200;
  bytes.fill(0xff, at, at + 300);
  return bytes;
}
