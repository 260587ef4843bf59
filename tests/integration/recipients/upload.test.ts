import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { POST } from "@/app/api/recipients/upload/route";
import { listChoices } from "@/lib/lists/queries";
import { exportRecipients } from "@/lib/recipients/export";
import { previewFile } from "@/lib/recipients/import-preview";
import { uploadOptions, type UploadNews } from "@/lib/recipients/schema";
import { openUpload, runUpload } from "@/lib/recipients/upload";
import { takeUse } from "@/lib/security/rate-limits";
import { suppressByHand } from "@/lib/suppressions/manual";
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

/** "Имя;Почта;Город" and so on, as a Russian spreadsheet saves it. */
const WINDOWS_1251 = Buffer.from(
  "c8ecff3bcfeef7f2e03bc3eef0eee40a" +
    "c2e5f0e03b" +
    Buffer.from("vera@example.com").toString("hex") +
    "3bcef0e5eb0a",
  "hex",
);

async function upload(
  owner: User,
  bytes: Uint8Array,
  query: Record<string, string> = {},
): Promise<UploadNews[]> {
  const seen = await previewFile(bytes, {});
  if (!seen.ok) throw new Error(seen.code);
  const options = uploadOptions.parse({ consent: "on", columns: JSON.stringify(seen.uses), ...query });
  const opened = await openUpload(owner, options);
  if (!opened.ok) throw new Error(opened.code);
  const news: UploadNews[] = [];
  const { listId } = opened.value;
  const run = { ownerId: owner.id, listId, bytes, options, signal: new AbortController().signal };
  await runUpload({ ...run, tell: (one) => news.push(one) });
  return news;
}

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
    const news = await upload(owner, WINDOWS_1251, { list: "new", newList: "Summer" });
    expect(news.at(-1)).toMatchObject({
      kind: "end",
      fault: null,
      summary: { rows: 1, added: 1, invalid: 0 },
    });
    const report = news.flatMap((one) => (one.kind === "report" ? [one.lines] : [])).join("");
    expect(report).toBe("2,added,,vera@example.com\n");
    expect(await world.db.recipient.findFirst({ where: { ownerId: owner.id } })).toMatchObject({
      name: "Вера",
      fields: { город: "Орел" },
    });
    expect(await listChoices(owner)).toMatchObject([{ name: "Summer" }]);
  });

  it("tells its bad rows, and its end where it cannot be read further", async () => {
    const owner = await world.user();
    const file = Buffer.from('email\nvera@example.com\nnonsense\nvera@example.com\n"olga@example.com\n');
    const news = await upload(owner, file);
    expect(news.filter(({ kind }) => kind === "invalid")).toEqual([
      { kind: "invalid", line: 3, reason: "email_invalid", value: "nonsense" },
    ]);
    expect(news.at(-1)).toMatchObject({
      summary: { added: 1, duplicate: 1, invalid: 1 },
      fault: { code: "quote_unclosed", line: 5 },
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

  it("goes into no list of somebody else's, and nowhere without their consent", async () => {
    const [owner, other] = [await world.user(), await world.user()];
    const theirs = await world.db.recipientList.create({ data: { ownerId: other.id, name: "Theirs" } });
    const columns = JSON.stringify([{ kind: "email" }]);
    const options = uploadOptions.parse({ consent: "on", columns, list: theirs.id });
    expect(await openUpload(owner, options)).toMatchObject({ ok: false, faults: { list: "list_gone" } });
    expect(await openUpload(await world.user("manager"), options)).toMatchObject({ code: "forbidden" });
    expect(uploadOptions.safeParse({ columns }).success).toBe(false);
  });
});

it("no more than so many files of one account are taken in an hour, and of another one they are", async () => {
  const [owner, other] = [await world.user(), await world.user()];
  const send = (user: User) => {
    session.user = user;
    const columns = JSON.stringify([{ kind: "email" }]);
    return POST(
      new Request(
        `http://posthorn.test/api/recipients/upload?${String(new URLSearchParams({ columns, consent: "on" }))}`,
        {
          method: "POST",
          headers: { "Content-Type": "text/csv" },
          body: "email\nvera@example.com\n",
        },
      ),
    );
  };
  const first = await send(owner);
  expect([first.status, await first.text()]).toEqual([200, expect.stringContaining('"added":1')]);
  while ((await takeUse("uploadByAccount", owner.id)).ok);
  const refused = await send(owner);
  expect([refused.status, await refused.json()]).toEqual([429, { code: "too_many_uploads" }]);
  const theirs = await send(other);
  expect([theirs.status, await theirs.text()]).toEqual([200, expect.stringContaining('"added":1')]);
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
    new Response(await exportRecipients(owner, { search, listId: null, suppressed: "" })).text();
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
  const file = await exportRecipients(owner, { search: "", listId: null, suppressed: "" });
  const bytes = new Uint8Array(await new Response(file).arrayBuffer());
  const told = await upload(owner, bytes);
  expect(told.at(-1)).toMatchObject({ summary: { rows: 1, suppressed: 1, invalid: 0 } });
  expect(await world.db.recipient.findMany({ where: { ownerId: owner.id } })).toMatchObject([kept]);
  expect(await world.db.suppression.findMany({ where: { ownerId: owner.id } })).toEqual(suppressions);
});
