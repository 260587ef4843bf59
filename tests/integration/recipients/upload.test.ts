import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { POST } from "@/app/api/recipients/uploads/route";
import { eraseImports } from "@/lib/erasing/erase-imports";
import { cancelJob } from "@/lib/jobs/commands";
import { jobOf } from "@/lib/jobs/queries";
import { listChoices } from "@/lib/lists/queries";
import { exportRecipients } from "@/lib/recipients/export";
import { previewOf } from "@/lib/recipients/import-mappings";
import { previewFile } from "@/lib/recipients/import-preview";
import { importView } from "@/lib/recipients/import-result";
import { maintainUploads, UPLOAD_HOURS } from "@/lib/recipients/maintain-uploads";
import { PART_SIZE, uploadOptions } from "@/lib/recipients/schema";
import { beginUpload, importUpload, storePart } from "@/lib/recipients/uploads";
import { takeUse } from "@/lib/security/rate-limits";
import { suppressByHand } from "@/lib/suppressions/manual";
import { importedByJob, textOfImport, uploaded } from "@/tests/support/uploaded";
import { World, type User } from "@/tests/support/world";

// Outside of Next nothing is cached.
vi.mock("next/cache", () => ({ unstable_cache: (read: unknown) => read, revalidateTag: vi.fn() }));
const session = vi.hoisted(() => ({ user: null as { id: string; role: string } | null }));
vi.mock("@/lib/auth/session", () => ({ currentUser: () => Promise.resolve(session.user) }));

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());

const FILE = { name: "people.csv", size: 24 };
const fail = (message: string, error: unknown) => {
  throw new Error(message, { cause: error });
};

/** "Имя;Почта;Город" and so on, as a Russian spreadsheet saves it. */
const WINDOWS_1251 = Buffer.from(
  "c8ecff3bcfeef7f2e03bc3eef0eee40a" +
    "c2e5f0e03b" +
    Buffer.from("vera@example.com").toString("hex") +
    "3bcef0e5eb0a",
  "hex",
);

describe("an uploaded file", () => {
  it("of odd encoding and delimiter is shown as it is, imported into a new list, and accounted for", async () => {
    const owner = await world.user();
    expect(await previewFile(WINDOWS_1251, {})).toMatchObject({
      ok: true,
      encoding: "windows-1251",
      sure: true,
      delimiter: ";",
      header: true,
      uses: [{ kind: "name" }, { kind: "email" }, { kind: "field", name: "город" }],
      rows: [
        ["Имя", "Почта", "Город"],
        ["Вера", "vera@example.com", "Орел"],
      ],
    });
    const said = { list: "new", newList: "Summer" };
    const view = await importedByJob(world, owner, WINDOWS_1251, said);
    expect(view).toMatchObject({ refusal: null, summary: { rows: 1, added: 1, invalid: 0 } });
    expect(await textOfImport(owner, view.id, "report")).toBe(
      "line,outcome,reason,value\n2,added,,vera@example.com\n",
    );
    expect(await world.db.recipient.findFirst({ where: { ownerId: owner.id } })).toMatchObject({
      name: "Вера",
      fields: { город: "Орел" },
    });
    expect(await listChoices(owner)).toMatchObject([{ name: "Summer" }]);
  });

  it("tells its bad rows, and leaves nothing behind where it cannot be read to its end", async () => {
    const owner = await world.user();
    const rows = "email\nvera@example.com\nnonsense\nvera@example.com\n";
    expect(await importedByJob(world, owner, `${rows}"olga@example.com\n`)).toMatchObject({
      invalid: [],
      summary: { rows: 0 },
      refusal: { code: "quote_unclosed", line: 5 },
    });
    expect(await world.db.recipient.count({ where: { ownerId: owner.id } })).toBe(0);
    const view = await importedByJob(world, owner, rows);
    expect(view).toMatchObject({
      invalid: [{ line: 3, reason: "email_invalid", value: "nonsense" }],
      summary: { added: 1, duplicate: 1, invalid: 1 },
      refusal: null,
    });
    expect(await textOfImport(owner, view.id, "invalid")).toBe("email\nnonsense\n");
    expect(await world.db.upload.count({ where: { ownerId: owner.id } })).toBe(0);
  });

  it("gives its invalid rows as they stand in it, and they are imported once they are mended", async () => {
    const owner = await world.user();
    const file =
      'Clients of June\nemail;name;note\nvera@example.com;Vera;"a\nb"\nolga@;Olga;"said ""yes"";\nand no"\n';
    const { id } = await importedByJob(world, owner, file);
    const invalid = (await textOfImport(owner, id, "invalid")) ?? "";
    expect(invalid).toBe('Clients of June\nemail;name;note\nolga@;Olga;"said ""yes"";\nand no"\n');
    const mended = await importedByJob(world, owner, invalid.replace("olga@", "olga@example.com"));
    expect(mended.summary).toMatchObject({ rows: 1, added: 1 });
    expect(await world.db.recipient.findFirst({ where: { email: "olga@example.com" } })).toMatchObject({
      comment: 'said "yes";\nand no',
    });
  });

  it("whose columns nobody knows is shown all the same, to be told which holds the address", async () => {
    expect(await previewFile(Buffer.from("Name,Where\nVera,x\n"), {})).toMatchObject({
      ok: true,
      uses: [{ kind: "name" }, { kind: "field", name: "where" }],
    });
    expect(await previewFile(Buffer.from(""), {})).toMatchObject({ ok: false, code: "empty_file" });
    expect(await previewFile(Buffer.from([0x50, 0x4b, 0, 0, 0, 1]), {})).toMatchObject({ code: "not_text" });
  });

  it("is read as its owner corrected the last one of the same header, until they go back to what is recognised", async () => {
    const [owner, other] = [await world.user(), await world.user()];
    const see = async (user: User, file: string) => previewOf(user, await previewFile(Buffer.from(file), {}));
    const file = "email,Город,note\nvera@example.com,Омск,x\n";
    const seen = await see(owner, file);
    if (!seen.ok) throw new Error(seen.code);
    expect(seen.remembered).toBeNull();
    const columns = [{ kind: "email" }, { kind: "ignored" }, { kind: "field", name: "why" }];
    const header = seen.headerKey;
    await uploaded(owner, file, { columns, header, recognised: false });
    const next = await see(owner, " email ,Город,note\nolga@example.com,Орёл,y\n");
    expect(next).toMatchObject({ remembered: columns, uses: seen.uses });
    expect(await see(other, file)).toMatchObject({ remembered: null });
    expect(await see(owner, "email,город\nolga@example.com,Орёл\n")).toMatchObject({ remembered: null });
    await uploaded(owner, file, { header, recognised: true });
    expect(await see(owner, file)).toMatchObject({ remembered: null });
  });

  it("goes into no list of somebody else's, and nowhere without their consent", async () => {
    const [owner, other] = [await world.user(), await world.user()];
    const theirs = await world.db.recipientList.create({ data: { ownerId: other.id, name: "Theirs" } });
    const sent = uploaded(owner, "email\nvera@example.com\n", { list: theirs.id });
    await expect(sent).rejects.toThrow("invalid");
    expect(await beginUpload(await world.user("manager"), FILE)).toMatchObject({ code: "forbidden" });
    await expect(uploaded(owner, "email\nvera@example.com\n", { consent: undefined })).rejects.toThrow(
      "consent_missing",
    );
    expect(await world.db.job.count({ where: { ownerId: owner.id } })).toBe(0);
  });
});

it("what an import has left of a person goes with them when they are erased", async () => {
  const owner = await world.user();
  const file =
    'email,name\nvera@example.com,Vera\nvera@example.com,Vera Holm\nolga@,Olga\n"vera@example.com,Vera"\n';
  const { id } = await importedByJob(world, owner, file);
  await beginUpload(owner, FILE);
  await eraseImports(world.db, owner.id, ["vera@example.com"]);
  const [report, invalid] = [
    await textOfImport(owner, id, "report"),
    await textOfImport(owner, id, "invalid"),
  ];
  expect(report).not.toContain("vera@");
  expect(report).toContain("2,added,,[erased]\n");
  expect(invalid).toBe("email,name\nolga@,Olga\n");
  expect(JSON.stringify(await importView(owner, id))).not.toContain("vera@");
  expect(await world.db.upload.count({ where: { ownerId: owner.id } })).toBe(0);
});

describe("the parts of a file", () => {
  const size = PART_SIZE + 10;
  const bytes = (length: number, letter = "a") => new Uint8Array(Buffer.alloc(length, letter));
  const options = uploadOptions.parse({
    ...{ encoding: "utf-8", delimiter: ",", columns: [{ kind: "email" }], consent: true },
  });
  const begin = async (owner: User) => {
    const begun = await beginUpload(owner, { name: "people.csv", size });
    if (!begun.ok) throw new Error(begun.code);
    return begun.value.id;
  };
  const partsOf = (uploadId: string) =>
    world.db.$queryRaw`
      SELECT number, length(bytes) AS size, chr(get_byte(bytes, 0)) AS letter FROM upload_parts
      WHERE upload_id = ${uploadId}::uuid ORDER BY number`;

  it("come in any order and as often as they like; none of another size and none beyond the end", async () => {
    const owner = await world.user();
    const uploadId = await begin(owner);
    const store = async (number: number, part: Uint8Array<ArrayBuffer>) =>
      storePart(owner, { uploadId, number, bytes: part });
    expect(await store(1, bytes(10))).toMatchObject({ ok: true });
    expect(await importUpload(owner, uploadId, options)).toMatchObject({ code: "upload_incomplete" });
    for (const [number, length] of [
      [0, 10],
      [0, 0],
      [1, 11],
      [2, 10],
      [2, 0],
    ] as const)
      expect(await store(number, bytes(length))).toMatchObject({ code: "invalid" });
    expect(await store(0, bytes(PART_SIZE, "b"))).toMatchObject({ ok: true });
    expect(await store(0, bytes(PART_SIZE, "c"))).toMatchObject({ ok: true });
    expect(await partsOf(uploadId)).toEqual([
      { number: 0, size: PART_SIZE, letter: "c" },
      { number: 1, size: 10, letter: "a" },
    ]);
    const asked = await importUpload(owner, uploadId, options);
    expect(await importUpload(owner, uploadId, options)).toMatchObject({ value: asked.ok && asked.value });
    // From now on the file is as it is.
    expect(await store(1, bytes(10, "d"))).toMatchObject({ code: "not_found" });
  });

  it("of somebody else are not there", async () => {
    const [owner, other] = [await world.user(), await world.user()];
    const uploadId = await begin(owner);
    const part = { uploadId, number: 1, bytes: bytes(10) };
    expect(await storePart(other, part)).toMatchObject({ code: "not_found" });
    expect(await importUpload(other, uploadId, options)).toMatchObject({ code: "not_found" });
    const id = await uploaded(owner, "email\nvera@example.com\n");
    for (const file of ["report", "invalid"] as const) expect(await textOfImport(other, id, file)).toBeNull();
    expect(await importView(other, id)).toBeNull();
    expect(await jobOf(other, id)).toBeNull();
  });

  it("are few files of one owner, and are gone after a day, or once their import is cancelled", async () => {
    const owner = await world.user();
    const abandoned = [await begin(owner), await begin(owner), await begin(owner)];
    const [, second, third] = abandoned;
    const imports: string[] = [];
    for (let time = 0; time < 5; time += 1) imports.push(await uploaded(owner, "email\nvera@example.com\n"));
    expect(await beginUpload(owner, FILE)).toMatchObject({ code: "imports_under_way" });
    const waiting = async () =>
      (await world.db.upload.findMany({ where: { ownerId: owner.id, jobId: null } })).map(({ id }) => id);
    expect(abandoned).toContain((await waiting())[0]);
    await cancelJob(owner, imports[0] ?? "");
    await maintainUploads(fail);
    expect(await world.db.upload.count({ where: { ownerId: owner.id, jobId: { not: null } } })).toBe(4);
    expect(await waiting()).toHaveLength(1);
    expect([second, third]).toContain((await waiting())[0]);
    await world.turn(UPLOAD_HOURS * 3_600_000 + 1_000);
    await maintainUploads(fail);
    expect(await waiting()).toEqual([]);
    // Those of imports that wait stay.
    expect(await world.db.upload.count({ where: { ownerId: owner.id } })).toBe(4);
  });
});

it("no more than so many files of one account are taken in an hour, and of another one they are", async () => {
  const [owner, other] = [await world.user(), await world.user()];
  const send = (user: User) => {
    session.user = user;
    return POST(
      new Request("http://posthorn.test/api/recipients/uploads", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(FILE),
      }),
    );
  };
  expect((await send(owner)).status).toBe(201);
  while ((await takeUse("uploadByAccount", owner.id)).ok);
  const refused = await send(owner);
  expect([refused.status, await refused.json()]).toEqual([429, { code: "too_many_uploads" }]);
  expect((await send(other)).status).toBe(201);
});

it("an export holds all that the list shows, one's own alone, and no cell that a spreadsheet would run", async () => {
  const [owner, other] = [await world.user(), await world.user()];
  await world.db.recipient.createMany({
    data: [
      { ownerId: owner.id, email: "vera@example.com", name: "=1+1", fields: { city: 'Omsk "East", 1' } },
      ...Array.from({ length: 1_200 }, (_, n) => ({ ownerId: owner.id, email: `r${n}@example.com` })),
      { ownerId: other.id, email: "not@example.com" },
    ],
  });
  await suppressByHand(owner, { emails: ["r7@example.com"], note: "" });
  const read = async (search: string) =>
    new Response(await exportRecipients(owner, { filter: { search, listId: null, suppressed: "" } })).text();
  const all = await read("");
  expect(all.split("\r\n")).toHaveLength(1_203);
  expect(all).toContain("email,name,comment,city,suppressed\r\n");
  expect(all).toContain(`vera@example.com,'=1+1,,"Omsk ""East"", 1",\r\n`);
  expect(all).toContain("r7@example.com,,,,manual\r\n");
  expect(all).not.toContain("not@example.com");
  expect((await read("vera@")).split("\r\n")).toHaveLength(3);
});

it("an export that is imported again changes nothing, not even what looks like a formula", async () => {
  const owner = await world.user();
  const fields = { phone: "+49 30 1", balance: "-5", apostrophe: "'s", suppressed: "a field of that name" };
  const kept = { comment: "'=quoted", fields };
  await world.db.recipient.create({ data: { ownerId: owner.id, email: "+vera@example.com", ...kept } });
  await suppressByHand(owner, { emails: ["+vera@example.com"], note: "" });
  const suppressions = await world.db.suppression.findMany({ where: { ownerId: owner.id } });
  const file = await exportRecipients(owner, { filter: { search: "", listId: null, suppressed: "" } });
  const bytes = new Uint8Array(await new Response(file).arrayBuffer());
  const told = await importedByJob(world, owner, bytes);
  expect(told).toMatchObject({ summary: { rows: 1, suppressed: 1, invalid: 0 } });
  expect(await world.db.recipient.findMany({ where: { ownerId: owner.id } })).toMatchObject([kept]);
  expect(await world.db.suppression.findMany({ where: { ownerId: owner.id } })).toEqual(suppressions);
});
