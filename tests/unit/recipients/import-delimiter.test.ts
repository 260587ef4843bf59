import { describe, expect, it } from "vitest";
import { detectDelimiter, separatorLine } from "@/lib/recipients/import-delimiter";

describe("the delimiter of a file", () => {
  it.each([
    [",", "email,name\na@b.example,Ann\n"],
    [";", "email;name\na@b.example;Petrov, Ivan\n"],
    ["\t", "email\tname\na@b.example\tPetrov, Ivan\n"],
    [",", '"name; full",email\n"a;b;c",d@e.example\n'],
    [";", '"Name\n,,,";email\n"x";y\n'],
    [",", "email\na@b.example\n"],
    [",", ""],
    ["|", "email|name\na@b.example|Ann\n"],
    [";", "a@b.example;Weber, Ute\nc@d.example;Braun, Veit\n"],
    [";", "a@b.example;12,50;3,20\n"],
    ["\t", "a@b.example\tWeber, Ute, Dr.\n"],
    [";", "Mail;Notes\na@b.example;one, two, three, four;\n"],
    [",", "name,email\nA|B;C,a@b.example\n"],
    [",", 'email\n"Berg, Ann" <a@b.example>\n<c@d.example>\ne@f.example;\n'],
  ])("is %j in %j", (delimiter, sample) => {
    expect(detectDelimiter(sample)).toBe(delimiter);
  });
});

describe("a first line that names the delimiter", () => {
  it("is known in the ways in which Excel reads it, and no other line is", () => {
    expect(separatorLine("sep=;\nemail\n")).toEqual({ delimiter: ";", length: 6 });
    expect(separatorLine('"SEP=\t"\nemail\n')).toEqual({ delimiter: "\t", length: 8 });
    for (const text of ["email;sep=;\n", "sep=\n", "sep=ab\n", ""])
      expect(separatorLine(text)).toBeUndefined();
    expect(() => separatorLine("sep=^\n")).toThrow("delimiter_unknown");
  });
});
