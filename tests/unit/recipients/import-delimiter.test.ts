import { describe, expect, it } from "vitest";
import { detectDelimiter } from "@/lib/recipients/import-delimiter";

describe("the delimiter of a file", () => {
  it.each([
    [",", "email,name\na@b.example,Ann\n"],
    [";", "email;name\na@b.example;Petrov, Ivan\n"],
    ["\t", "email\tname\na@b.example\tPetrov, Ivan\n"],
    [",", '"name; full",email\n"a;b;c",d@e.example\n'],
    [";", '"Name\n,,,";email\n"x";y\n'],
    [",", "email\na@b.example\n"],
    [",", ""],
  ])("is %j in %j", (delimiter, sample) => {
    expect(detectDelimiter(sample)).toBe(delimiter);
  });
});
