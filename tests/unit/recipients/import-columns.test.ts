import { describe, expect, it } from "vitest";
import { matchColumns } from "@/lib/recipients/import-columns";

describe("columns matched by name", () => {
  it.each([
    ["Email", "Full name", "Note"],
    [" E-MAIL ", "Name", "Comments"],
    ["\ufeffEmail_Address", "FULL  NAME", "\u00a0Notes"],
    ["Почта", "ФИО", "Комментарий"],
    ["Адрес электронной почты", "Имя и фамилия", "примечание"],
    ["адрес", "получатель", "заметка"],
  ])("knows %s, %s and %s", (...header) => {
    expect(matchColumns([header])).toMatchObject({
      header: true,
      uses: [{ kind: "email" }, { kind: "name" }, { kind: "comment" }],
    });
  });

  it("keeps an address to live at as a merge field where another column is the email", () => {
    expect(matchColumns([["Адрес", "Email"]]).uses).toEqual([
      { kind: "field", name: "адрес" },
      { kind: "email" },
    ]);
  });

  it("makes merge fields of the others, distinct and without what ends a field in a message", () => {
    const names = matchColumns([["email", "City", "city", " {Plan|x} ", "", "Name", "full name"]]).uses.map(
      (use) => (use.kind === "field" ? use.name : use.kind),
    );
    expect(names).toEqual(["email", "city", "city 2", "plan x", "column 5", "name", "full name"]);
  });

  it("reads who is suppressed in the last column of an export alone", () => {
    const kinds = (...header: string[]) =>
      matchColumns([header]).uses.map((use) => (use.kind === "field" ? use.name : use.kind));
    const begin = ["email", "name", "comment"];
    expect(kinds(...begin, "city", "suppressed")).toEqual([...begin, "city", "state"]);
    expect(kinds(...begin, "suppressed", "suppressed")).toEqual([...begin, "suppressed", "state"]);
    expect(kinds(...begin, "suppressed", "city")).toEqual([...begin, "state", "city"]);
    expect(kinds("email", "suppressed")).toEqual(["email", "state"]);
  });

  it("cuts a long name of a field between characters, as PostgreSQL takes no half of one", () => {
    const long = "x".repeat(59);
    expect(matchColumns([["email", `${long}\u{1f600}`]]).uses[1]).toEqual({ kind: "field", name: long });
  });

  it("takes a first row with an address for a recipient and not for names", () => {
    expect(matchColumns([["Ann", "ann@mail.example"]])).toMatchObject({
      header: false,
      uses: [{ kind: "field", name: "column 1" }, { kind: "email" }],
    });
  });

  it("refuses a file without a column for the address", () => {
    expect(() => matchColumns([["name", "phone"]])).toThrow("email_column_missing");
  });
});

describe("columns chosen by hand", () => {
  it("win over the names", () => {
    const uses = [{ kind: "ignored" }, { kind: "email" }, { kind: "field", name: "Email" }] as const;
    expect(matchColumns([["email", "x", "y"]], uses).uses).toEqual([
      { kind: "ignored" },
      { kind: "email" },
      { kind: "field", name: "email 2" },
    ]);
  });

  it("are refused where their number differs or none is the address", () => {
    expect(() => matchColumns([["a", "b"]], [{ kind: "email" }])).toThrow("columns_mismatch");
    expect(() => matchColumns([["a"]], [{ kind: "name" }])).toThrow("email_column_missing");
  });
});
