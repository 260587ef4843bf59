import { expect, it } from "vitest";
import { emptySummary } from "@/lib/recipients/import";
import { refusalOf, takenFor } from "@/scripts/recipients/import-words";

const SUMMARY = emptySummary();

it("says what a file was taken for, without what a terminal would obey", () => {
  const file = {
    encoding: "windows-1252",
    delimiter: ";" as const,
    columns: [
      { kind: "email" as const },
      { kind: "first_name" as const, name: "vorname" },
      { kind: "field" as const, name: "stadt" },
      { kind: "ignored" as const },
    ],
  };
  const header = { line: 3, cells: ["Mail", "Vor\x1b[31mname", "Stadt", "x".repeat(500)] };
  expect(takenFor({ ...file, header })).toBe(
    "Encoding windows-1252, delimiter semicolon, header on line 3.\n" +
      `Columns: Mail = email; Vor [31mname = first name; Stadt = field stadt; ${"x".repeat(60)} = left out.`,
  );
  expect(takenFor({ ...file, header: null })).toBe(
    "Encoding windows-1252, delimiter semicolon, no header.\n" +
      "Columns: 1 = email; 2 = first name; 3 = field stadt; 4 = left out.",
  );
});

it("names --encoding, and how the likely encodings read the file, in one line", () => {
  const detail = "windows-1250 reads Łódź, windows-1252 reads £ódŸ";
  const refused = {
    ok: false as const,
    code: "encoding_unsure" as const,
    line: null,
    detail,
    summary: SUMMARY,
  };
  expect(refusalOf(refused, "people.csv").message).toBe(
    "people.csv: its encoding is not certain: windows-1250 reads Łódź, windows-1252 reads £ódŸ. " +
      "Say which it is with --encoding, or save the file as UTF-8.",
  );
  expect(refusalOf({ ...refused, detail: "" }, "people.csv").message).toContain("no encoding makes sense");
});
