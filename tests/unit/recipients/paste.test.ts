import { describe, expect, it } from "vitest";
import { readPaste } from "@/lib/recipients/paste";

const people = (text: string) =>
  readPaste(text).rows.map(({ email, name }) => (name === "" ? email : `${name} <${email}>`));

describe("a pasted text", () => {
  it.each([
    ["vera@example.com\n\n  OLGA@example.com  \r\n", ["vera@example.com", "olga@example.com"]],
    ["Vera Holm <vera@example.com>", ["Vera Holm <vera@example.com>"]],
    ['"Holm, Vera" <vera@example.com>', ["Holm, Vera <vera@example.com>"]],
    ["Holm, Vera <vera@example.com>", ["Holm Vera <vera@example.com>"]],
    ["<vera@example.com>", ["vera@example.com"]],
    [
      "Vera <vera@example.com>, Olga <olga@example.com>; ivan@example.com",
      ["Vera <vera@example.com>", "Olga <olga@example.com>", "ivan@example.com"],
    ],
    ["Вера\tХолм\tvera@example.com\t+7 900 1", ["Вера Холм <vera@example.com>"]],
    ["vera@example.com;Вера Холм", ["Вера Холм <vera@example.com>"]],
  ])("as people copy it: %j", (text, read) => {
    expect(people(text)).toEqual(read);
  });

  it("from a sheet with names of columns keeps what they say", () => {
    const { rows, faults } = readPaste("Имя\tГород\tE-mail\nВера\tОмск\tvera@example.com\n");
    expect(faults).toEqual([]);
    expect(rows).toMatchObject([{ email: "vera@example.com", name: "Вера", fields: '{"город":"Омск"}' }]);
  });

  it("counts an address once and points out what is none", () => {
    const { rows, duplicates, faults } = readPaste(
      "vera@example.com\nVERA@example.com\nvera(at)example.com\n@",
    );
    expect(rows).toHaveLength(1);
    expect(duplicates).toBe(1);
    expect(faults).toEqual([
      { line: 3, reason: "email_invalid", value: "vera(at)example.com" },
      { line: 4, reason: "email_invalid", value: "@" },
    ]);
  });

  it("of nothing is nobody", () => {
    expect(readPaste(" \n\t\n")).toEqual({ rows: [], suppressed: [], duplicates: 0, faults: [] });
  });

  // Read in quadratic time, any of these would take minutes.
  it.each(["<", '"', ",;", "a@", "<a@", '"a",'])("of the longest kind is read in time: %j", (piece) => {
    const { rows } = readPaste(`vera@example.com\n${piece.repeat(300_000 / piece.length)}`);
    expect(rows).toMatchObject([{ email: "vera@example.com" }]);
  });
});
