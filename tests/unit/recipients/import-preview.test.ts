import iconv from "iconv-lite";
import { expect, it } from "vitest";
import { sampleOf } from "@/components/recipients/upload-client";
import { previewFile } from "@/lib/recipients/import-preview";
import { BEGINNING_OF_FILE } from "@/lib/recipients/schema";

const PLAIN = "a@a.example,Ann Lee\n".repeat(20);
const LATER = "b@a.example,Jürgen Groß\nc@a.example,Günther Weiß\n";

it("a guessed encoding is shown with rows by which a person sees whether it is right", async () => {
  const bytes = iconv.encode(`email,name\n${PLAIN}b@a.example,Łódź\n`, "windows-1250");
  const seen = await previewFile(bytes, {});
  expect(seen).toMatchObject({ ok: true, sure: false });
  expect(seen.ok && [seen.rows.length, seen.rows.at(-1)?.[0]]).toEqual([7, "b@a.example"]);
  const said = await previewFile(bytes, { encoding: "windows-1250" });
  expect(said).toMatchObject({ ok: true, encoding: "windows-1250", sure: true });
  expect(said.ok && said.rows.at(-1)).toEqual(["b@a.example", "Łódź"]);
});

it("an encoding that only the end of a long file tells is known by the part that the page sends", async () => {
  const begin = `email,name\n${"a@a.example,Ann Lee\n".repeat(20_000)}`;
  const file = new File([begin, new Uint8Array(iconv.encode(LATER, "windows-1252"))], "people.csv");
  const sample = await sampleOf(file);
  expect(sample.size).toBeLessThanOrEqual(BEGINNING_OF_FILE);
  const seen = await previewFile(new Uint8Array(await sample.arrayBuffer()), {});
  expect(seen).toMatchObject({ ok: true, encoding: "windows-1252", sure: true });
  expect(seen.ok && seen.rows.at(-1)).toEqual(["c@a.example", "Günther Weiß"]);
});

it("a sample that ends within a row, or within a quote, is shown up to it", async () => {
  const rows = [
    ["email", "name"],
    ["a@a.example", "Ann"],
  ];
  expect(await previewFile(Buffer.from('email,name\na@a.example,Ann\nb@a.example,"Bo'), {})).toMatchObject({
    rows,
  });
});
