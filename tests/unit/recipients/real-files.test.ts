import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { readRecipients } from "@/tests/support/read-recipients";

interface FileCase {
  name: string;
  /** Text of an encoding, UTF-8 by default, or the bytes themselves. */
  file: string | Uint8Array;
  encoding?: string;
  people: string[];
  invalid?: string[];
  refusal?: string;
  /** Encoding, delimiter and line of the header. */
  taken?: [string, string, number | null];
}

async function expectRight({ file, encoding = "utf-8", ...right }: FileCase): Promise<void> {
  const read = await readRecipients(typeof file === "string" ? iconv.encode(file, encoding) : file);
  expect(read.people).toEqual(right.people);
  expect(read.invalid).toEqual(right.invalid ?? []);
  expect(read.refusal).toBe(right.refusal ?? null);
  if (right.taken !== undefined) expect(read.taken).toEqual(right.taken);
}

const THREE = "email,name,city\n";
const GERMAN = "Email;Name;City\r\nj@a.example;Jürgen Müller;Köln\r\nr@a.example;René Hélie;Orléans\r\n";
const GERMAN_PEOPLE = ["j@a.example|Jürgen Müller|Köln", "r@a.example|René Hélie|Orléans"];
const RUSSIAN = "email;имя\r\na@a.example;Анна Белова\r\nb@a.example;Пётр Ёлкин\r\n";
const RUSSIAN_PEOPLE = ["a@a.example|Анна Белова", "b@a.example|Пётр Ёлкин"];
const POLISH = "email,name,city\nz@a.example,Zofia Wójcik,Łódź\nj@a.example,Jiří Dvořák,Plzeň\n";
const POLISH_PEOPLE = ["z@a.example|Zofia Wójcik|Łódź", "j@a.example|Jiří Dvořák|Plzeň"];
const GREEK =
  "p@a.example,Plain Person\n".repeat(50) + "e@a.example,Ελένη Παππά\nn@a.example,Νίκος Λάμπρου\n";
const UTF16 = "\ufeffemail\tname\r\na@a.example\tВера\r\n";

describe("the encoding of a file is found by the sense that its names make", () => {
  it.each<FileCase>([
    ...["windows-1252", "macintosh", "cp850"].map((encoding) => ({
      name: `Western European in ${encoding}`,
      ...{ file: GERMAN, encoding, people: GERMAN_PEOPLE },
    })),
    ...["windows-1251", "koi8-r", "cp866", "maccyrillic", "iso-8859-5"].map((encoding) => ({
      name: `Russian in ${encoding}`,
      ...{ file: RUSSIAN, encoding, people: RUSSIAN_PEOPLE },
    })),
    ...["windows-1250", "iso-8859-2", "cp852", "maccenteuro"].map((encoding) => ({
      name: `Polish and Czech in ${encoding}`,
      ...{ file: POLISH, encoding, people: POLISH_PEOPLE },
    })),
    {
      name: "Greek after fifty rows of Latin letters",
      ...{ file: `email,name\n${GREEK}`, encoding: "windows-1253" },
      people: [
        ...Array<string>(50).fill("p@a.example|Plain Person"),
        "e@a.example|Ελένη Παππά",
        "n@a.example|Νίκος Λάμπρου",
      ],
    },
    ...["windows-1251", "koi8-r", "cp866"].map((encoding) => ({
      name: `headers of joined words in ${encoding}`,
      file: "Код;Наименование;АдресЭП\r\n1;ООО Ромашка;b@a.example\r\n2;ИП Ёжиков;e@a.example\r\n",
      ...{ encoding, people: ["b@a.example|ООО Ромашка|1", "e@a.example|ИП Ёжиков|2"] },
    })),
    {
      name: "Turkish",
      ...{ file: "email,name\na@a.example,Ayşe Yılmaz\nb@a.example,Oğuz Çelik\n", encoding: "windows-1254" },
      people: ["a@a.example|Ayşe Yılmaz", "b@a.example|Oğuz Çelik"],
    },
    {
      name: "one short Russian name",
      ...{ file: "email;имя\r\na@a.example;Ян\r\n", encoding: "windows-1251" },
      people: ["a@a.example|Ян"],
    },
    {
      name: "the usual name of a column alone",
      ...{ file: "email;ФИО\na@a.example;Ann\n", encoding: "windows-1251" },
      people: ["a@a.example|Ann"],
    },
    {
      name: "prices, quotes and dashes among names",
      ...{
        file: `${THREE}a@a.example,Søren “Bo” Kjær,10 €\nb@a.example,Åse – Ålesund,20 €\n`,
        encoding: "windows-1252",
      },
      people: ["a@a.example|Søren “Bo” Kjær|10 €", "b@a.example|Åse – Ålesund|20 €"],
    },
    {
      name: "Russian in capitals",
      ...{ file: "email;ФИО;Город\r\na@a.example;ИВАНОВА АННА;МОСКВА\r\n", encoding: "windows-1251" },
      people: ["a@a.example|ИВАНОВА АННА|МОСКВА"],
    },
    {
      name: "one row of Windows-1251 in a file of UTF-8",
      file: Buffer.concat([
        Buffer.from("email,name\na@a.example,Анна Белова\nc@a.example,"),
        iconv.encode("Сергей\n", "windows-1251"),
        Buffer.from("d@a.example,Ева\n"),
      ]),
      people: ["a@a.example|Анна Белова", "d@a.example|Ева"],
      invalid: ["3 undecodable"],
    },
    {
      name: "one row of UTF-8 in a file of Windows-1252",
      file: Buffer.concat([
        iconv.encode(GERMAN, "windows-1252"),
        Buffer.from("c@a.example;Günther;Wien\r\n"),
      ]),
      people: GERMAN_PEOPLE,
      invalid: ["4 undecodable"],
    },
    {
      name: "UTF-16 with a single byte at its end",
      file: Buffer.concat([iconv.encode(UTF16, "utf-16le"), Buffer.from("\n")]),
      people: ["a@a.example|Вера"],
      invalid: ["3 undecodable"],
    },
    {
      name: "two files of UTF-16 joined",
      file: iconv.encode(`${UTF16}\ufeffb@a.example\tOlga\r\n`, "utf-16le"),
      people: ["a@a.example|Вера", "b@a.example|Olga"],
    },
    {
      name: "UTF-16, big end first, that names its delimiter",
      file: iconv.encode("\ufeffsep=;\r\nemail;name\r\na@a.example;Ёлка Иванова\r\n", "utf-16be"),
      people: ["a@a.example|Ёлка Иванова"],
      taken: ["utf-16be", ";", 2],
    },
    {
      name: "UTF-8 with its mark twice",
      file: "\ufeff\ufeffemail,name\na@a.example,Ann\n",
      people: ["a@a.example|Ann"],
    },
    {
      name: "UTF-32",
      ...{ file: "\ufeffemail,name\na@a.example,Вера\n", encoding: "utf-32le" },
      people: ["a@a.example|Вера"],
    },
  ])("$name", expectRight);

  it("and is asked for where several make as much sense, or none does", async () => {
    const unsure: [text: string, encoding: string][] = [
      ["email,name\na@a.example,Łódź\n", "windows-1250"],
      ["email,name\na@a.example,山田太郎\nb@a.example,鈴木花子\nc@a.example,高橋優子\n", "euc-jp"],
      ["email,name\na@a.example,김철수\nb@a.example,이영희\nc@a.example,박지성\n", "euc-kr"],
    ];
    for (const [text, encoding] of unsure) {
      const bytes = iconv.encode(text, encoding);
      expect((await readRecipients(bytes)).refusal).toBe("encoding_unsure");
      const said = await readRecipients(bytes, { encoding });
      expect([said.refusal, said.people[0]]).toEqual([null, text.split("\n")[1]?.replace(",", "|")]);
    }
  });
});

describe("cells are never shifted by quotes", () => {
  it.each<FileCase>([
    {
      name: "blanks before and behind a quoted cell",
      file: 'email , name , city \na@a.example , "Ray, Kim" , "x" \nb@a.example,\u00a0"Lou" ,Rome\n',
      people: ["a@a.example|Ray, Kim|x", "b@a.example|Lou|Rome"],
    },
    {
      name: "quotes escaped by a backslash",
      file: `${THREE}a@a.example,"Ann \\"Annie, the First\\" Lee",Oslo\nb@a.example,"O\\'Hara, C.",Bonn\n`,
      people: ['a@a.example|Ann "Annie, the First" Lee|Oslo', "b@a.example|O'Hara, C.|Bonn"],
    },
    {
      name: "a backslash at the end of a quoted cell",
      file: `${THREE}a@a.example,"C:\\",Oslo\nb@a.example,"C:\\","D:\\"\n`,
      people: ["a@a.example|C:\\|Oslo", "b@a.example|C:\\|D:\\"],
    },
    {
      name: "quotes within quotes that nothing escapes",
      file: `${THREE}a@a.example,"Ann "Annie, the" Lee",Oslo\nb@a.example,"Bo "B" Ek"\n`,
      people: ['a@a.example|Ann "Annie, the" Lee|Oslo'],
      invalid: ["3 quotes_unclear"],
    },
    {
      name: "quotes in cells that are not quoted",
      file: `${THREE}a@a.example,Ann "Annie" Lee,Oslo\nb@a.example,"Bob" Smith,"Rome"\nc@a.example,5" Disks,7" Disks\n`,
      people: [
        'a@a.example|Ann "Annie" Lee|Oslo',
        'b@a.example|"Bob" Smith|Rome',
        'c@a.example|5" Disks|7" Disks',
      ],
    },
    {
      name: "a delimiter between quotes within a cell",
      file: `${THREE}a@a.example,Ann "Annie, the First" Lee\nb@a.example,Ann "A, B" Lee,Oslo\n`,
      people: [],
      invalid: ["2 quotes_unclear", "3 quotes_unclear"],
    },
    {
      name: "line breaks within quotes, of every kind",
      file: `${THREE}a@a.example,Ann,"1 High St\rFlat 2\r\nLeeds"\nb@a.example,"Bo\vb","x\u2028y"\nc@a.example,Cid\u0085\n`,
      people: ["a@a.example|Ann|1 High St\nFlat 2\nLeeds", "b@a.example|Bo b|x\ny", "c@a.example|Cid"],
    },
    {
      name: "an address within a comment of several lines",
      file: 'email,comment,city\na@a.example,"write to\nb@a.example,\nor call",Oslo\nc@a.example,,Bonn\n',
      people: ["a@a.example||Oslo|write to\nb@a.example,\nor call", "c@a.example||Bonn"],
    },
    {
      name: "an address behind the line breaks of the cell before it",
      file: 'comment,email\n"one\ntwo",a@a.example\n"x",b@a.example\n',
      people: ["a@a.example||one\ntwo", "b@a.example||x"],
    },
  ])("$name", expectRight);
});

describe("a quote that is never closed ends the import at its line", () => {
  const begin = `${THREE}a@a.example,Ann,Oslo\n`;
  it.each<FileCase>(
    [
      { name: "with a quoted cell later", file: `${begin}b@a.example,"Bob,Rome\nc@a.example,Dee,"Turin"\n` },
      {
        name: "with rows of plain cells later",
        file: `${begin}b@a.example,"Bob,Rome\nc@a.example,Cid,Bonn\n`,
      },
      {
        name: "with a cell later that a quote ends",
        file: `${begin}b@a.example,"Bob\nc@a.example,5" ,Bonn\n`,
      },
      { name: "with an empty quoted cell later", file: `${begin}b@a.example,"Bob\nc@a.example,"",Bonn\n` },
      { name: "in the last row", file: `${begin}b@a.example,Bob,"Rome` },
      {
        name: "in a cell that is escaped with backslashes",
        file: `${begin}b@a.example,"B \\"o\\" b,Rome\nc@a.example,Cid,x\n`,
      },
      { name: "beyond the longest row", file: `${begin}b@a.example,"Bob\n${"x\n".repeat(300_000)}` },
    ].map((unclosed) => ({ ...unclosed, people: ["a@a.example|Ann|Oslo"], refusal: "quote_unclosed 3" })),
  )("$name", expectRight);

  it("which is where the quote opens, not where its row begins", async () => {
    const file = `${begin}b@a.example,"Bob\nRay","Rome\nc@a.example,Cid,Bonn\n`;
    expect(await readRecipients(Buffer.from(file))).toMatchObject({ refusal: "quote_unclosed 4" });
  });

  it("in the row of names too", async () => {
    const file = 'email,"name\na@a.example,Ann\nb@a.example,Bob\n';
    expect(await readRecipients(Buffer.from(file))).toMatchObject({
      refusal: "quote_unclosed 1",
      people: [],
    });
  });
});

describe("what stands in a file beside its rows", () => {
  it.each<FileCase>([
    {
      name: "a zero costs its row",
      file: "email,name\r\na@a.example,Ann\0\r\nb@a.example,Bob\r\n",
      people: ["b@a.example|Bob"],
      invalid: ["2 control_characters"],
    },
    {
      name: "Ctrl-Z at the end is ignored",
      file: "email;name\r\na@a.example;Ann\r\nb@a.example;Bob\x1a",
      people: ["a@a.example|Ann", "b@a.example|Bob"],
    },
    {
      name: "words for no value are blank, and the surname Null is not one",
      file: `${THREE}a@a.example,NULL,\\N\nb@a.example,N/A,"n/a"\nc@a.example,#N/A,undefined\nd@a.example,Null,null\n`,
      people: ["a@a.example|", "b@a.example|", "c@a.example|", "d@a.example|Null"],
    },
    {
      name: "a title and a date above the header are left out",
      file: "Contacts of the club;;\nExported 2026-11-30;;\n;;\nEmail;Name;City\na@a.example;Ann;Oslo\n",
      people: ["a@a.example|Ann|Oslo"],
      taken: ["utf-8", ";", 4],
    },
    {
      name: "an address in words above the header is no row",
      file: "Contact admin@a.example for help,,\nemail,name,city\na@a.example,Ann,Oslo\n",
      people: ["a@a.example|Ann|Oslo"],
      taken: ["utf-8", ",", 2],
    },
    {
      name: "a row without an address above the first one that has one is a row",
      file: "email,name\nnobody,Ann\nb@a.example,Bob\n",
      people: ["b@a.example|Bob"],
      invalid: ["2 email_invalid"],
      taken: ["utf-8", ",", 1],
    },
    {
      name: "empty lines, and rows of delimiters",
      file: "\n\nemail,name\n\n,,\na@a.example,Ann\n,,,,\n  ,  \n\nb@a.example,Bob\n\n",
      people: ["a@a.example|Ann", "b@a.example|Bob"],
    },
    {
      name: "delimiters at the end of rows",
      file: 'email,name,,,\na@a.example,Ann,,,\nb@a.example,Bob,,,,,\n"",""\n',
      people: ["a@a.example|Ann", "b@a.example|Bob"],
    },
    {
      name: "bars as delimiters",
      file: "email|name\na@a.example|Ann\n",
      people: ["a@a.example|Ann"],
      taken: ["utf-8", "|", 1],
    },
    {
      name: "a semicolon and a blank",
      file: "a@a.example; Jan; Kowalski; 1;2\nb@a.example; Anna; Nowak;3 ; \n",
      people: ["a@a.example||Jan|Kowalski|1|2", "b@a.example||Anna|Nowak|3"],
      taken: ["utf-8", ";", null],
    },
    {
      name: "fewer delimiters in the header than commas in the rows",
      file: "Mail;Name;Notiz\nu@a.example;Ute;kommt gern, bringt Kuchen, bleibt lang;\nv@a.example;Veit;a, b;\n",
      people: ["u@a.example|Ute|kommt gern, bringt Kuchen, bleibt lang", "v@a.example|Veit|a, b"],
    },
  ])("$name", expectRight);
});
