import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { runJobs } from "@/lib/jobs/run";
import { importRecipients, type ImportOptions } from "@/lib/recipients/import";
import { previewFile } from "@/lib/recipients/import-preview";
import { previewPaste, savePaste } from "@/lib/recipients/paste-commands";
import { answerStates, importView } from "@/lib/recipients/import-result";
import { suppressByHand } from "@/lib/suppressions/manual";
import { confirmed, importHost, importedByJob } from "@/tests/support/uploaded";
import { World, type User } from "@/tests/support/world";

// Outside of Next nothing is cached.
vi.mock("next/cache", () => ({ unstable_cache: (read: unknown) => read, revalidateTag: vi.fn() }));

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

function imported(owner: User, text: string, more: Partial<ImportOptions> = {}) {
  return importRecipients(world.db, { ownerId: owner.id, listId: null, source: once(text), ...more });
}

const recipientsOf = async ({ id: ownerId }: User) =>
  (await world.db.recipient.findMany({ where: { ownerId }, orderBy: { email: "asc" } })).map(
    ({ email }) => email,
  );

const suppressionsOf = async ({ id: ownerId }: User) =>
  (
    await world.db.suppression.findMany({ where: { ownerId, liftedAt: null }, orderBy: { email: "asc" } })
  ).map(({ email, reason, note }) => `${email} ${reason} (${note})`);

it("people who may receive nothing become suppressions and no recipients, as often as the file is imported", async () => {
  const owner = await world.user();
  const file = await readFile(path.join(import.meta.dirname, "../../support/files/x02-keila.csv"), "utf8");
  const lines: unknown[] = [];
  const onOutcomes = (outcomes: unknown[]) => void lines.push(...outcomes);
  const first = await imported(owner, file, { onOutcomes });
  expect(first).toMatchObject({ ok: true, summary: { rows: 3, added: 1, suppressed: 2, invalid: 0 } });
  expect(lines).toMatchObject([
    { line: 2, outcome: "added" },
    { line: 3, outcome: "suppressed", email: "out@x02.example", reason: "unsubscribed" },
    { line: 4, outcome: "suppressed", email: "bad@x02.example", reason: "bounced" },
  ]);
  expect(await imported(owner, file)).toMatchObject({ summary: { rows: 3, unchanged: 1, suppressed: 2 } });
  expect(await recipientsOf(owner)).toEqual(["on@x02.example"]);
  expect(await suppressionsOf(owner)).toEqual([
    "bad@x02.example bounced (Status: unreachable)",
    "out@x02.example unsubscribed (Status: unsubscribed)",
  ]);
});

it("a state holds whichever row of an address says it, and what a person said is never weakened", async () => {
  const owner = await world.user();
  await suppressByHand(owner, { emails: ["c@x.example", "d@x.example"], note: "by hand" });
  const file =
    "email,status\na@x.example,active\na@x.example,unsubscribed\nb@x.example,bounced\nb@x.example,active\n" +
    "b@x.example,complained\nc@x.example,unsubscribed\nd@x.example,blocked\n";
  expect(await imported(owner, file)).toMatchObject({
    summary: { rows: 7, added: 1, suppressed: 5, duplicate: 1 },
  });
  const then = "email,status\na@x.example,active\nc@x.example,disabled\n";
  expect(await imported(owner, then)).toMatchObject({ summary: { unchanged: 1, suppressed: 1 } });
  expect(await suppressionsOf(owner)).toEqual([
    "a@x.example unsubscribed (status: unsubscribed)",
    "b@x.example complained (status: complained)",
    "c@x.example unsubscribed (status: unsubscribed)",
    "d@x.example manual (by hand)",
  ]);
});

it("suppressions and recipients of a chunk are written together or not at all", async () => {
  const owner = await world.user();
  await world.db.$executeRawUnsafe(`
    CREATE FUNCTION refuse_this() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW.email = 'broken@x.example' THEN RAISE EXCEPTION 'refused'; END IF; RETURN NEW; END $$`);
  await world.db.$executeRawUnsafe(
    "CREATE TRIGGER refuse_this BEFORE INSERT ON suppressions FOR EACH ROW EXECUTE FUNCTION refuse_this()",
  );
  const file = "email,status\na@x.example,active\nbroken@x.example,bounced\n";
  await expect(imported(owner, file)).rejects.toThrow("refused");
  expect(await recipientsOf(owner)).toEqual([]);
  await world.db.$executeRawUnsafe("DROP TRIGGER refuse_this ON suppressions");
});

it("a state that is not understood stops the import before anything is written, until somebody says what it means", async () => {
  const owner = await world.user();
  const file = "email,Status\na@x.example,active\nb@x.example,VIP\nc@x.example,Lost\n";
  expect(await imported(owner, file)).toMatchObject({
    ...{ ok: false, code: "state_unknown", line: 3, detail: "Status: VIP, Lost" },
    summary: { rows: 0 },
  });
  expect(await recipientsOf(owner)).toEqual([]);
  expect(await previewFile(Buffer.from(file), {})).toMatchObject({
    ...{ uses: [{ kind: "email" }, { kind: "state" }], unknownStates: ["Status: VIP, Lost"], optOuts: false },
  });
  expect(await imported(owner, file, { unknownStates: "suppress" })).toMatchObject({
    summary: { added: 1, suppressed: 2 },
  });
  expect(await suppressionsOf(owner)).toEqual([
    "b@x.example manual (Status: VIP)",
    "c@x.example manual (Status: Lost)",
  ]);
  // Beyond the first rows too, where the file can be read twice.
  const late = `email,Status\n${Array.from({ length: 5_000 }, (_, n) => `r${n}@x.example,active\n`).join("")}z@x.example,Lost\n`;
  const other = await world.user();
  expect(await imported(other, late, { source: () => once(late) })).toMatchObject({
    ...{ code: "state_unknown", line: 5_002, detail: "Status: Lost", summary: { rows: 0 } },
  });
  expect(await imported(other, file, { wishes: { ignoreStates: true } })).toMatchObject({
    summary: { added: 3 },
  });
  expect(
    await world.db.recipient.findMany({ where: { ownerId: other.id, email: "b@x.example" } }),
  ).toMatchObject([{ fields: { status: "VIP" } }]);
});

it("a list of opt-outs gives suppressions alone, and the page says so before", async () => {
  const owner = await world.user();
  const file = "Email Address,UNSUB_TIME,Status\na@x.example,2024-01-01,active\nb@x.example,,\n";
  expect(await previewFile(Buffer.from(file), {})).toMatchObject({ optOuts: true });
  const { id: ownerId } = owner;
  const list = await world.db.recipientList.create({ data: { ownerId, name: "Everybody" } });
  const options = { wishes: { ignoreStates: true }, listId: list.id };
  expect(await imported(owner, file, options)).toMatchObject({
    summary: { rows: 2, added: 0, suppressed: 2 },
  });
  expect(await recipientsOf(owner)).toEqual([]);
  expect(await suppressionsOf(owner)).toHaveLength(2);
});

it("an uploaded file stops to ask what is not understood, and goes on with the answer", async () => {
  const file = "email,Status\na@x.example,active\nb@x.example,VIP\n";
  const ask = async (owner: User) => {
    const asked = await importedByJob(world, owner, file);
    expect(asked).toMatchObject({
      refusal: { code: "state_unknown", detail: "Status: VIP" },
      summary: { rows: 0 },
    });
    return asked.id;
  };
  const [owner, other] = [await world.user(), await world.user()];
  const [id, theirs] = [await ask(owner), await ask(other)];
  expect(await answerStates(owner, theirs, "suppress")).toMatchObject({ code: "not_found" });
  await answerStates(owner, id, "suppress");
  await answerStates(other, theirs, "ignore");
  await confirmed(world, owner, id);
  await confirmed(world, other, theirs);
  await runJobs(importHost(world), { time: 60_000 });
  expect(await importView(owner, id)).toMatchObject({ refusal: null, summary: { added: 1, suppressed: 1 } });
  expect(await importView(other, theirs)).toMatchObject({ summary: { added: 2, suppressed: 0 } });
  expect(await answerStates(owner, id, "ignore")).toMatchObject({ code: "job_not_held" });
  const said = await importedByJob(world, owner, file, { unknownStates: "suppress" });
  expect(said).toMatchObject({ refusal: null, summary: { unchanged: 1, suppressed: 1 } });
});

it("a pasted sheet is read alike", async () => {
  const owner = await world.user();
  const text = "Почта\tСтатус\na@x.example\tАктивный\nb@x.example\tОтписан\nc@x.example\tVIP\n";
  expect(await previewPaste(owner, text)).toMatchObject({ value: { people: 1, toSuppress: 1, invalid: 1 } });
  expect(await savePaste(owner, { text, list: "", newList: "", consent: "on" })).toMatchObject({
    value: { added: 1, suppressed: 1, invalid: 1 },
  });
  expect(await recipientsOf(owner)).toEqual(["a@x.example"]);
  expect(await suppressionsOf(owner)).toEqual(["b@x.example unsubscribed (Статус: Отписан)"]);
});
