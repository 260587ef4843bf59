import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSource } from "@/scripts/recipients/import-source";
import { rowXml, workbookBytes } from "@/tests/support/workbook";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "posthorn-source-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const place = path.join(folder, name);
  await writeFile(place, content);
  return place;
}

const book = () =>
  workbookBytes({
    sheets: ["One", "Two"].map((name) => ({ name, rows: rowXml(2, { A: "Email", B: name }) })),
  });

test("a sheet is read as text, the first one or the one that is named, as often as it is asked for", async () => {
  const place = await file("book.csv", await book());
  const { source, said, sheet } = await openSource(place, "two", {});
  expect({ said, sheet }).toEqual({ said: { encoding: "utf-8", delimiter: "," }, sheet: "Two" });
  for (let time = 0; time < 2; time += 1) {
    let text = "";
    if (typeof source !== "function") throw new Error("a source that is read once");
    for await (const bytes of source()) text += Buffer.from(bytes).toString();
    expect(text).toBe("\nEmail,Two\n");
  }
  expect((await openSource(place, undefined, {})).sheet).toBe("One");
});

test("a text is text whatever it is called", async () => {
  const place = await file("text.xlsx", "email\na@example.com\n");
  expect(await openSource(place, undefined, { encoding: "utf-8" })).toMatchObject({
    said: { encoding: "utf-8" },
    sheet: null,
  });
});

test("what cannot be read is refused with what to do instead", async () => {
  const [text, sheets] = [await file("a.csv", "email\n"), await file("b.xlsx", await book())];
  const old = await file("c.xls", new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0]));
  await expect(openSource(old, undefined, {})).rejects.toThrow(
    `${old}: this is the format of Excel before 2007; save it as .xlsx or CSV first.`,
  );
  await expect(openSource(sheets, "Three", {})).rejects.toThrow(
    "--sheet names none of its sheets: One, Two.",
  );
  await expect(openSource(text, "One", {})).rejects.toThrow("is text and has no sheets: leave out --sheet.");
  await expect(openSource(sheets, undefined, { encoding: "utf-8" })).rejects.toThrow("leave out --encoding");
});
