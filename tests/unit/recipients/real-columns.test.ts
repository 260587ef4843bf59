import { describe, expect, it } from "vitest";
import { matchColumns, type ColumnWishes } from "@/lib/recipients/import-columns";
import type { Delimiter } from "@/lib/recipients/import-delimiter";
import { readRow } from "@/lib/recipients/import-row";
import { readRealFile } from "@/tests/support/real-files";

/** Address and name of each row, or why it is refused. */
async function people(name: string, delimiter?: Delimiter, encoding?: string): Promise<string[]> {
  const rows = await readRealFile(name, {
    ...(delimiter !== undefined && { delimiter }),
    ...(encoding !== undefined && { encoding }),
  });
  return rows.map((read) => (read.ok ? `${read.row.email} ${read.row.name}`.trim() : read.reason));
}

describe("addresses and names of a file", () => {
  it.each<[file: string, people: string[], delimiter?: Delimiter, encoding?: string]>([
    ["i15-google-old.csv", ["inga@i15.example Inga Falk", "ruslan@i15.example Ruslan Orlov"]],
    ["i16b-single-header-other.csv", ["jon@i16b.example", "kay@i16b.example"]],
    ["i24-double-columns.csv", ["a@i24.example Ann", "b2@i24.example Bob"]],
    ["i35a-header-star.csv", ["a@i35a.example Ann"]],
    ["i35b-header-colon.csv", ["a@i35b.example Ann"]],
    ["i35c-header-nbhyphen.csv", ["a@i35c.example Ann"]],
    ["i35d-header-camel.csv", ["a@i35d.example Ann"]],
    ["i35e-header-primary.csv", ["a@i35e.example Ann"]],
    ["i35f-header-zwsp.csv", ["a@i35f.example Ann"]],
    ["i35g-header-ru.csv", ["a@i35g.example Анна"], ";"],
    ["i35h-header-ru2.csv", ["a@i35h.example Анна"], ";"],
    ["i35i-header-quoted-bom.csv", ["a@i35i.example Ann"], ";"],
    ["i35j-header-double-bom.csv", ["a@i35j.example Ann"]],
    ["i35k-title-above.csv", ["a@i35k.example Ann"], ";"],
    ["i35l-header-de.csv", ["a@i35l.example Ann Berg"], ";"],
    ["i35m-header-yo.csv", ["a@i35m.example Анна Ёлкина"], ";"],
    ["i35n-header-numbered.csv", ["a@i35n.example Ann"]],
    ["i37-1c.csv", ['buh@i37.example ООО "Ромашка"', "ezh@i37.example ИП Ёжиков"], ";", "windows-1251"],
    ["i37b-1c-address.csv", ["l@i37b.example ООО Лютик"], ";", "windows-1251"],
    ["i44-first-row-has-address-in-header.csv", ["a@i44.example Ann"]],
    ["i46-newline-in-header.csv", ["a@i46.example Ann"]],
    ["i49-emoji-header.csv", ["a@i49.example Ann"]],
    ["i62-lowercase-turkish.csv", ["a@i62.example İnci Işık"]],
    ["x03-mailchimp-subscribed.csv", ["on@x03.example Ona Reed"]],
    [
      "x08-google-new.csv",
      ["inga@x08.example Inga Falk", "ruslan@x08.example Ruslan Orlov", "email_missing"],
    ],
    ["x09-outlook.csv", ["jg@x09.example Jürgen Groß", "email_invalid"], ",", "windows-1252"],
    ["x10-yahoo.csv", ["on@x10.example Ona Reed"]],
    ["x11-thunderbird.csv", ["on@x11.example Ona Reed"]],
    ["x14-excel-ru-unicode.txt", ["inna@x14.example Орлова Инна"], "\t", "utf-16le"],
    ["x15-libreoffice-all-quoted.csv", ["a@x15.example Ann Tab"], "\t"],
    ["x17-mailchimp-de.csv", ["uta@x17.example Uta Falk"]],
  ])("%s", async (file, expected, delimiter, encoding) => {
    expect(await people(file, delimiter, encoding)).toEqual(expected);
  });

  it("are taken out of what stands around the address", async () => {
    expect(await people("i02-zero-width.csv")).toEqual([
      ...["tess@i02.example Tess", "ulla@i02.example Ulla", "vito@i02.example Vito", "wim@i02.example Wim"],
      ...["xena@i02.example Xena", "yori@i02.example Yori"],
    ]);
    expect(await people("i10-display-form.csv")).toEqual([
      ...["ann@i10.example", "bob@i10.example", "cy@i10.example", "dee@i10.example", "eve@i10.example"],
      ...["email_invalid", "email_several", "ivy@i10.example", "joe@i10.example"],
    ]);
    expect(await people("i14-idn.csv")).toEqual([
      ...["ann@xn--bcher-i14-q9a.example Ann", "info@xn---i14-u4dr2awjd.xn--p1ai Инфо"],
      ...["info@xn--i14-eddkg0c3b.xn--p1ai Punycode TLD", "bob@xn--bcher-kva.example Punycode domain"],
      ...["email_not_latin", "email_not_latin"],
    ]);
    expect(await people("i55-fullwidth.csv")).toEqual([
      "ann@i55.example Full width at",
      "bob@i55.example Ideographic dot",
    ]);
    expect((await people("i20-local-parts.csv")).filter((row) => row.startsWith("email_"))).toHaveLength(5);
    expect((await people("i56-comma-in-domain.csv")).filter((row) => row !== "email_invalid")).toEqual([]);
  });
});

describe("the column of the addresses", () => {
  const emailAt = (...rows: string[][]) =>
    matchColumns(rows).uses.flatMap(({ kind }, index) =>
      kind === "email" || kind === "other_email" ? [index] : [],
    );

  it("is the one with addresses in it, whatever its name", () => {
    expect(emailAt(["Адрес", "Логин"], ["г. Омск", "vera@x.example"])).toEqual([1]);
    expect(emailAt(["Kontakt", "Name"], ["vera@x.example", "Vera"], ["", ""])).toEqual([0]);
    expect(emailAt(["Email ID", "Name"], ["vera@x.example", "Vera"])).toEqual([0]);
    // Now and then an address in a comment makes no column of addresses.
    expect(() => emailAt(["Note", "City"], ["vera@x.example", "a"], ["b", "c"], ["d", "e"])).toThrow(
      "email_column_missing",
    );
  });

  it("is never somebody else's address", () => {
    const owner = ["Contact owner", "Email"];
    expect(emailAt(owner, ["max@x.example", "vera@x.example"], ["max@x.example", ""])).toEqual([1]);
    expect(emailAt(owner, ["max@x.example", ""])).toEqual([1]);
    expect(() => emailAt(["Name", "Manager's email"], ["Vera", "max@x.example"])).toThrow(
      "email_column_missing",
    );
  });

  it("is the main one of several, and the others fill its blanks alone", () => {
    const rows = [
      ["Work Email", "Email", "Name"],
      ["w@x.example", "", "Vera"],
      ["w2@x.example", "o@x.example", "Olga"],
    ];
    const { uses } = matchColumns(rows);
    expect(uses).toEqual([{ kind: "other_email", name: "work email" }, { kind: "email" }, { kind: "name" }]);
    const read = rows.slice(1).map((cells, index) => readRow({ line: index + 2, cells }, uses));
    expect(read).toMatchObject([
      { row: { email: "w@x.example", fields: "{}" } },
      { row: { email: "o@x.example", fields: '{"work email":"w2@x.example"}' } },
    ]);
  });

  it("is known by its name where no row has an address yet", () => {
    expect(emailAt(["Имя", "E-mail"])).toEqual([1]);
    expect(emailAt(["Name", "Email"], ["Vera", "nobody"])).toEqual([1]);
    expect(() => emailAt(["Name", "Адрес"], ["Vera", "Омск"])).toThrow("email_column_missing");
  });

  it("of rows without names above is found, and a faulty first row is nobody's name", () => {
    expect(matchColumns([["Vera", "vera@x.example"]])).toMatchObject({ header: false, above: 0 });
    expect(
      matchColumns([
        ["Max", "max@x"],
        ["Vera", "vera@x.example"],
      ]),
    ).toMatchObject({ header: false, above: 0 });
  });
});

it.each<[names: string[], row: string[], name: string]>([
  [["First Name", "Last Name", "Email"], ["Ona", "Reed", ""], "Ona Reed"],
  [["LNAME", "FNAME", "Email"], ["Reed", "Ona", ""], "Ona Reed"],
  [["Фамилия", "Имя", "Почта"], ["Холм", "Вера", ""], "Вера Холм"],
  [["Имя", "Почта"], ["Вера", ""], "Вера"],
  [["Name", "Surname", "Email"], ["Ona", "Reed", ""], "Ona Reed"],
  [["Name", "Surname", "Email"], ["Ona Reed", "Reed", ""], "Ona Reed"],
  [["Name", "Vorname", "Email"], ["Falk", "Uta", ""], "Uta Falk"],
  [["Vorname", "Nachname", "Email"], ["Uta", "", ""], "Uta"],
  [["Vorname", "Nachname", "Email"], ["", "Falk", ""], "Falk"],
  [["Prénom", "Nom", "Email"], ["Zoé", "Roy", ""], "Zoé Roy"],
  [["Name", "Given Name", "Family Name", "Email"], ["Inga Falk", "Inga", "Falk", ""], "Inga Falk"],
  [["Name", "Given Name", "Family Name", "Email"], ["", "Inga", "Falk", ""], "Inga Falk"],
  [["first_name", "email"], ["Ona", ""], "Ona"],
])("first and last names apart are joined, and stay merge fields: %j %j", (names, row, name) => {
  const cells = row.with(-1, "a@x.example");
  const { uses } = matchColumns([names, cells]);
  expect(readRow({ line: 2, cells }, uses)).toMatchObject({ row: { name } });
  for (const use of uses) if (use.kind === "first_name") expect(use.name).not.toBe("");
});

describe("a column that somebody names", () => {
  const rows = [
    ["Login", "Nick", "Name"],
    ["vera@x.example", "v", "Vera"],
  ];
  const kinds = (wishes: ColumnWishes) => matchColumns(rows, undefined, wishes).uses.map(({ kind }) => kind);

  it("by its header, however written, or its number, is taken", () => {
    expect(kinds({ email: "login", name: "2" })).toEqual(["email", "name", "field"]);
    expect(kinds({ email: "2" })).toEqual(["field", "email", "name"]);
    expect(kinds({ name: " NICK:" })).toEqual(["email", "name", "field"]);
  });

  it.each(["Phone", "0", "4", "", "-1", "1e0"])("and that is not there is refused: %j", (email) => {
    expect(() => kinds({ email })).toThrow("column_unknown");
  });
});
