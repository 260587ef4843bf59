import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connect, type Database } from "@/lib/db";
import {
  emptySummary,
  importRecipients,
  type ImportOptions,
  type ImportSummary,
} from "@/lib/recipients/import";
import type { RowOutcome } from "@/lib/recipients/import-chunk";
import { createDatabase, type TestDatabase } from "@/tests/support/database";

let own: TestDatabase;
let db: Database;
let ownerId: string;

beforeAll(async () => {
  own = await createDatabase();
  db = connect(own.url);
});
afterAll(async () => {
  await db.$disconnect();
  await own.drop();
});
beforeEach(async () => {
  const owner = { email: `${randomUUID()}@people.test`, name: "Vera", passwordHash: "-" };
  ({ id: ownerId } = await db.user.create({ data: owner, select: { id: true } }));
});

type File = string | Uint8Array;

async function* pieces(file: File): AsyncGenerator<Uint8Array> {
  const bytes = typeof file === "string" ? Buffer.from(file) : file;
  for (let at = 0; at < bytes.length; at += 4_096) yield bytes.subarray(at, at + 4_096);
}

async function take(file: File, options: Partial<ImportOptions> = {}) {
  const outcomes: RowOutcome[] = [];
  const result = await importRecipients(db, {
    ownerId,
    listId: null,
    source: pieces(file),
    onOutcomes: (rows) => void outcomes.push(...rows),
    ...options,
  });
  return { ...result, outcomes };
}

function recipients() {
  return db.recipient.findMany({
    where: { ownerId },
    orderBy: { email: "asc" },
    select: { email: true, name: true, comment: true, fields: true },
  });
}

function figures(some: Partial<ImportSummary>): ImportSummary {
  return { ...emptySummary(), ...some };
}

describe("a file of recipients", () => {
  it("arrives whole: names, comments over several lines, other columns as merge fields", async () => {
    const file =
      "\ufeffПочта;ФИО;Комментарий;Город\r\n" +
      'Anna@Mail.example;"Ёлкина; Анна";"первая\r\nвторая ""строка""";Тверь\r\n' +
      "lee@mail.example;Ann Lee;;\r\n;;;\r\n\r\n";
    const result = await take(file);
    expect(result).toMatchObject({
      ok: true,
      summary: figures({ rows: 2, added: 2 }),
      file: { encoding: "utf-8", delimiter: ";" },
    });
    expect(await recipients()).toEqual([
      {
        email: "anna@mail.example",
        name: "Ёлкина; Анна",
        comment: 'первая\nвторая "строка"',
        fields: { город: "Тверь" },
      },
      { email: "lee@mail.example", name: "Ann Lee", comment: "", fields: {} },
    ]);
  });

  it("is read in Windows-1251, with tabs, in UTF-16 and as bare addresses", async () => {
    const cyrillic = Uint8Array.from([0xce, 0xeb, 0xfc, 0xe3, 0xe0]);
    await take(Buffer.concat([Buffer.from("email,name\na@mail.example,"), cyrillic]));
    await take("email\tname\nb@mail.example\tPetrov, Ivan\n");
    await take(Buffer.from("\ufeffemail\tname\nc@mail.example\tОлег\n", "utf16le"));
    await take("d@mail.example\ne@mail.example");
    expect((await recipients()).map(({ email, name }) => [email, name])).toEqual([
      ["a@mail.example", "Ольга"],
      ["b@mail.example", "Petrov, Ivan"],
      ["c@mail.example", "Олег"],
      ["d@mail.example", ""],
      ["e@mail.example", ""],
    ]);
  });

  it("tells what became of every row, in the order of the file", async () => {
    await take("email,name\na@mail.example,Ann\nu@mail.example,Una\n");
    const result = await take(
      'email,name,comment\na@mail.example,Ann,"one\ntwo"\nnobody,Bob,\n\n,Cid,\nu@mail.example,Una,\n' +
        "A@Mail.example,Other Ann,\nd@mail.example,Dan,,surplus\ne@mail.example,Eve,\n",
    );
    expect(result.summary).toEqual(
      figures({ rows: 7, added: 1, updated: 1, unchanged: 1, duplicate: 1, invalid: 3 }),
    );
    expect(result.outcomes).toEqual([
      { line: 2, outcome: "updated", email: "a@mail.example" },
      { line: 4, outcome: "invalid", reason: "email_invalid", value: "nobody" },
      { line: 6, outcome: "invalid", reason: "email_missing", value: "" },
      { line: 7, outcome: "unchanged", email: "u@mail.example" },
      { line: 8, outcome: "duplicate", email: "a@mail.example", first: 2 },
      { line: 9, outcome: "invalid", reason: "too_many_cells", value: "surplus" },
      { line: 10, outcome: "added", email: "e@mail.example" },
    ]);
    expect(await recipients()).toMatchObject([
      { name: "Ann", comment: "one\ntwo" },
      { email: "e@mail.example" },
      { name: "Una" },
    ]);
  });

  it("counts the first valid row of an address, in whichever chunk the others come", async () => {
    const rows = Array.from({ length: 12_000 }, (_, n) => `r${n % 5_900}@mail.example,First ${n}`);
    const { summary } = await take(`email,name\nr7@mail,Invalid\n${rows.join("\n")}\n`);
    expect(summary).toEqual(figures({ rows: 12_001, added: 5_900, duplicate: 6_100, invalid: 1 }));
    const names = await db.recipient.findMany({ where: { ownerId }, select: { email: true, name: true } });
    expect(names.filter(({ email, name }) => email !== `r${name.slice(6)}@mail.example`)).toEqual([]);
  });

  it("changes what is there where it says something new, and takes nothing away with blank cells", async () => {
    await take("email,name,comment,city,plan\na@mail.example,Ann,old,Oslo,gold\nb@mail.example,Bob,,Rome,\n");
    const { summary } = await take(
      "email,name,city,comment\na@mail.example,,Bergen,\nb@mail.example,Bob,Rome,\nc@mail.example,Cid,,\n",
    );
    expect(summary).toEqual(figures({ rows: 3, added: 1, updated: 1, unchanged: 1 }));
    expect(await recipients()).toMatchObject([
      { name: "Ann", comment: "old", fields: { city: "Bergen", plan: "gold" } },
      { name: "Bob", fields: { city: "Rome" } },
      { name: "Cid" },
    ]);
  });

  it("fills a list with all its recipients, those that were there before included", async () => {
    await take("email\na@mail.example\n");
    const list = await db.recipientList.create({ data: { ownerId, name: "Readers" } });
    const file = "email\na@mail.example\nb@mail.example\nb@mail.example\n";
    await take(file, { listId: list.id });
    await take(file, { listId: list.id });
    expect(await db.listMember.count({ where: { listId: list.id } })).toBe(2);
  });

  it("may begin with Excel's line that names the delimiter, and end its lines in any way", async () => {
    const result = await take(
      "\ufeffsep=;\rE_Mail ;Name\r\na@mail.example;Lee, Ann\rnobody\nb@mail.example;Bo",
    );
    expect(result).toMatchObject({
      ok: true,
      file: { delimiter: ";" },
      summary: figures({ rows: 3, added: 2, invalid: 1 }),
    });
    expect(result.outcomes[1]).toMatchObject({ line: 4, outcome: "invalid" });
    expect(await recipients()).toMatchObject([{ name: "Lee, Ann" }, { name: "Bo" }]);
  });

  it("may be partly in another encoding: only what can be read is taken", async () => {
    const cyrillic = (text: string) =>
      Uint8Array.from(Array.from(text), (c) => (c.charCodeAt(0) - 0x410 + 0xc0) & 0xff);
    const result = await take(
      Buffer.concat([
        ...["Ольга", "Мария", "Сергей"].flatMap((name, n) => [
          Buffer.from(`w${n}@mail.example,`),
          cyrillic(name),
          Buffer.from("\n"),
        ]),
        Buffer.from("u@mail.example,Анна\n"),
      ]),
      { columns: [{ kind: "email" }, { kind: "name" }] },
    );
    expect(result.outcomes.map((row) => row.outcome)).toEqual(["added", "added", "added", "invalid"]);
    expect((await recipients()).map(({ name }) => name)).toEqual(["Ольга", "Мария", "Сергей"]);
  });

  it("is read as the encoding that somebody says it has", async () => {
    await take(Buffer.from("email,name\na@mail.example,Ж\n", "utf16le"), { encoding: "utf-16le" });
    expect(await recipients()).toMatchObject([{ name: "Ж" }]);
  });

  it("arrives whole with a hundred wide columns, single blank cells included", async () => {
    const header = ["email", ...Array.from({ length: 99 }, (_, n) => `c${n}`)].join(",");
    const row = (n: number) =>
      [`r${n}@mail.example`, ...Array.from({ length: 99 }, (_, c) => `${c}`.repeat(400))].join(",");
    const { summary } = await take(`${header}\n${[0, 1, 2, 3, 4].map(row).join("\n")}\nlast@mail.example\n`);
    expect(summary).toEqual(figures({ rows: 6, added: 6 }));
    const [, kept, ...others] = await recipients();
    expect(kept).toMatchObject({
      name: "",
      comment: "",
      fields: { c7: "7".repeat(400), c98: "98".repeat(400) },
    });
    expect(others).toHaveLength(4);
  });

  it("follows columns that were chosen by hand", async () => {
    await take("email,second\nold@mail.example,new@mail.example\n", {
      columns: [{ kind: "ignored" }, { kind: "email" }],
    });
    expect(await recipients()).toMatchObject([{ email: "new@mail.example", fields: {} }]);
  });
});

describe("an import that is interrupted", () => {
  it("keeps what it wrote, and started again ends as if it had never been", async () => {
    const rows = Array.from({ length: 23_000 }, (_, n) => `r${n % 22_000}@mail.example,Reader ${n}`);
    const file = `email,name\n${rows.join("\n")}\n`;
    const interruption = new AbortController();
    const interrupted = take(file, {
      signal: interruption.signal,
      onProgress: (progress) => {
        if (progress.rows >= 10_000) interruption.abort(new Error("enough"));
      },
    });
    await expect(interrupted).rejects.toThrow("enough");
    const written = await db.recipient.count({ where: { ownerId } });
    expect(written).toBeGreaterThanOrEqual(10_000);
    expect(written).toBeLessThan(22_000);

    const again = await take(file);
    const added = 22_000 - written;
    expect(again.summary).toEqual(figures({ rows: 23_000, added, unchanged: written, duplicate: 1_000 }));
    expect((await take(file)).summary).toEqual(
      figures({ rows: 23_000, unchanged: 22_000, duplicate: 1_000 }),
    );
  });

  it("passes on what the source throws, after the good rows before it", async () => {
    const rows = Array.from({ length: 300 }, (_, n) => `r${n}@mail.example\n`);
    async function* broken() {
      yield Buffer.from(`email\n${rows.join("")}c@mail.exa`);
      throw new Error("the disk is gone");
    }
    await expect(take("", { source: broken() })).rejects.toThrow("the disk is gone");
    expect(await db.recipient.count({ where: { ownerId } })).toBe(300);
  });

  it("never waits for another that waits for it, whatever the order of their rows", async () => {
    const rows = Array.from({ length: 900 }, (_, n) => `r${n}@mail.example`);
    const named = (name: string, emails: string[]) => [
      "email,name",
      ...emails.map((email) => `${email},${name}`),
    ];
    const { id: listId } = await db.recipientList.create({ data: { ownerId, name: "Readers" } });
    for (let round = 0; round < 8; round += 1) {
      const results = await Promise.all([
        take(named(`one ${round}`, rows).join("\n"), { listId }),
        take(named(`other ${round}`, rows.toReversed()).join("\n"), { listId }),
      ]);
      expect(results.map(({ ok }) => ok)).toEqual([true, true]);
    }
    expect(await db.listMember.count({ where: { listId } })).toBe(900);
  });

  it("may run beside another of the same owner", async () => {
    const rows = Array.from({ length: 11_000 }, (_, n) => `r${n}@mail.example`);
    const { id: listId } = await db.recipientList.create({ data: { ownerId, name: "Readers" } });
    const [one, other] = await Promise.all([
      take(["email", ...rows].join("\n"), { listId }),
      take(["email", ...rows.toReversed()].join("\n"), { listId }),
    ]);
    expect(one.summary.added + other.summary.added).toBe(11_000);
    expect(await db.recipient.count({ where: { ownerId } })).toBe(11_000);
    expect(await db.listMember.count({ where: { listId } })).toBe(11_000);
  });
});

describe("a file that cannot be imported", () => {
  it("is refused with the reason, and nothing is written", async () => {
    const refusal = async (file: File, options: Partial<ImportOptions> = {}) => {
      const result = await take(file, options);
      return result.ok ? "taken" : result.code;
    };
    expect(await refusal("")).toBe("empty_file");
    expect(await refusal("name,phone\nAnn,1\n")).toBe("email_column_missing");
    expect(await refusal(Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0]))).toBe("not_text");
    expect(await refusal("sep=^\nemail^name\n")).toBe("delimiter_unknown");
    expect(await refusal("email\na@mail.example\n", { listId: randomUUID() })).toBe("list_unknown");
    expect(await refusal("email\na@mail.example\n", { columns: [] })).toBe("columns_mismatch");
    expect(await recipients()).toEqual([]);
  });

  it("is taken up to a quote that is never closed, whose line it names", async () => {
    const result = await take('email,name\na@mail.example,Ann\nb@mail.example,"Bob\nc@mail.example,Cid\n');
    expect(result).toMatchObject({
      ok: false,
      code: "quote_unclosed",
      line: 3,
      summary: figures({ rows: 1, added: 1 }),
    });
  });

  it("never reads a quote for ever", async () => {
    const result = await take(`email,name\na@mail.example,"${"x".repeat(600_000)}`);
    expect(result).toMatchObject({ ok: false, code: "row_too_large", line: 2 });
  });
});

describe("another owner's recipients", () => {
  it("are neither seen nor changed by an import, nor are their lists", async () => {
    await take("email,name\na@mail.example,Ann\n");
    const stranger = await db.user.create({
      data: { email: `${randomUUID()}@people.test`, name: "Sly", passwordHash: "-" },
    });
    const list = await db.recipientList.create({ data: { ownerId, name: "Mine" } });
    const file = "email,name\na@mail.example,Mallory\n";
    expect(await take(file, { ownerId: stranger.id, listId: list.id })).toMatchObject({
      code: "list_unknown",
    });
    expect((await take(file, { ownerId: stranger.id })).summary).toEqual(figures({ rows: 1, added: 1 }));
    expect(await recipients()).toMatchObject([{ name: "Ann" }]);
  });

  it("do not join a list that was handed over while the file was read", async () => {
    const heir = await db.user.create({
      data: { email: `${randomUUID()}@people.test`, name: "Heir", passwordHash: "-" },
    });
    const list = await db.recipientList.create({ data: { ownerId, name: "Readers" } });
    const rows = Array.from({ length: 6_000 }, (_, n) => `a${n}@mail.example`);
    const handOver = () =>
      db.recipientList.update({ where: { id: list.id }, data: { ownerId: heir.id } }).then(() => undefined);
    await take(["email", ...rows].join("\n"), { listId: list.id, onOutcomes: handOver });
    // The first chunk was told of; two more were under way.
    expect(await db.listMember.count({ where: { listId: list.id } })).toBeLessThanOrEqual(3_000);
    expect(await db.recipient.count({ where: { ownerId } })).toBe(6_000);
  });
});
