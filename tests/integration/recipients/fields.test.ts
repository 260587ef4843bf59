import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import * as fields from "@/lib/fields/commands";
import { countedFields, knownFields, offeredFields, unfitOf, usesOf } from "@/lib/fields/queries";
import { MOST_KNOWN } from "@/lib/fields/schema";
import { runJobs } from "@/lib/jobs/run";
import { bulkChange } from "@/lib/recipients/bulk";
import * as recipients from "@/lib/recipients/commands";
import { chooseColumns, columnsOf, extrasOf, STANDARD_COLUMNS } from "@/lib/recipients/columns";
import { recipientDetail } from "@/lib/recipients/detail";
import { importRecipients } from "@/lib/recipients/import";
import type { MergeField, RecipientInput } from "@/lib/recipients/schema";
import { World, type User } from "@/tests/support/world";

// Outside of Next nothing is cached.
vi.mock("next/cache", () => ({ unstable_cache: (read: unknown) => read }));

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());

const input = (email: string, values: MergeField[]): RecipientInput => ({
  ...{ email, name: "", comment: "", lists: [] },
  fields: values,
});

async function add(owner: User, name: string, type: "text" | "number" | "date" | "yes_no", label = "") {
  const made = await fields.createField(owner, { name, label, type });
  if (!made.ok) throw new Error(made.code);
  return made.value.id;
}

async function bring(owner: User, csv: string) {
  const source = Readable.from([Buffer.from(csv)]);
  const result = await importRecipients(world.db, { ownerId: owner.id, listId: null, source });
  expect(result.ok).toBe(true);
}

async function valuesOf(owner: User, email: string) {
  const found = await world.db.recipient.findUniqueOrThrow({
    where: { ownerId_email: { ownerId: owner.id, email } },
  });
  return { id: found.id, version: found.updatedAt.getTime(), values: found.fields };
}

const names = async (owner: User) => (await knownFields(owner)).map(({ name }) => name);

describe("known fields", () => {
  it("are what imports and forms bring, as text, each once, and a field that is there keeps its label and type", async () => {
    const owner = await world.user();
    await add(owner, "born", "date", "Birthday");
    await bring(owner, "email,City,Born\nvera@example.com,Omsk,01.02.1990\n");
    await bring(owner, "email,City,Plan\nolga@example.com,Bonn,A\nanna@example.com,,B\n");
    const made = await recipients.createRecipient(
      owner,
      input("ivan@example.com", [
        { name: "seats", value: "2" },
        { name: "blank", value: "" },
      ]),
    );
    expect(made.ok).toBe(true);
    expect(await names(owner)).toEqual(["born", "city", "plan", "seats"]);
    expect((await knownFields(owner))[0]).toMatchObject({ label: "Birthday", type: "date" });
  });

  it("are at most 200: an import with more stores its values all the same, and a form says so", async () => {
    const owner = await world.user();
    await world.db.field.createMany({
      data: Array.from({ length: MOST_KNOWN - 1 }, (_, index) => ({
        ownerId: owner.id,
        name: `field ${index}`,
      })),
    });
    await bring(owner, "email,Aaa,Bbb\nvera@example.com,1,2\n");
    expect(await names(owner)).toHaveLength(MOST_KNOWN);
    expect((await valuesOf(owner, "vera@example.com")).values).toEqual({ aaa: "1", bbb: "2" });
    expect(await fields.createField(owner, { name: "one more", label: "", type: "text" })).toMatchObject({
      code: "invalid",
      faults: { name: "fields_full" },
    });
  });

  it("take values of imports in the form of their types where they fit; others stay as they are and are counted", async () => {
    const owner = await world.user();
    const id = await add(owner, "since", "date");
    await add(owner, "vip", "yes_no");
    await bring(
      owner,
      "email,since,vip,said\na@example.com,01.02.2026,да,01.02.2026\nb@example.com,01/02/2026,nobody knows,\nc@example.com,,,\n",
    );
    expect((await valuesOf(owner, "a@example.com")).values).toEqual({
      since: "2026-02-01",
      vip: "yes",
      said: "01.02.2026",
    });
    expect((await valuesOf(owner, "b@example.com")).values).toEqual({
      since: "01/02/2026",
      vip: "nobody knows",
    });
    const counted = await countedFields(owner);
    expect(counted).toMatchObject({ recipients: 3, isEstimate: false });
    expect(counted.rows.map(({ name, filled, unfit }) => [name, filled, unfit])).toEqual([
      ["said", 1, 0],
      ["since", 2, 1],

      ["vip", 2, 1],
    ]);
    expect((await offeredFields(owner)).map(({ title, lacking }) => [title, lacking])).toEqual([
      ["Said", 2],
      ["Since", 1],
      ["Vip", 1],
    ]);
    expect(await unfitOf(owner, id, "number")).toMatchObject({
      value: { unfit: 2, examples: ["01/02/2026", "2026-02-01"] },
    });
  });

  it("refuse in a form what does not fit, but not what was stored before; another type changes no value", async () => {
    const owner = await world.user();
    const id = await add(owner, "seats", "text");
    await bring(owner, "email,seats\nvera@example.com,a few\n");
    expect(await fields.changeFieldType(owner, id, { type: "number" })).toMatchObject({ ok: true });
    const before = await valuesOf(owner, "vera@example.com");
    expect(before.values).toEqual({ seats: "a few" });
    const save = (value: string) =>
      recipients.updateRecipient(owner, before, input("vera@example.com", [{ name: "seats", value }]));
    expect(await save("some")).toMatchObject({ faults: { fields: "field_no_number" } });
    expect(await save("a few")).toMatchObject({ ok: true });
    const { id: recipientId, version } = await valuesOf(owner, "vera@example.com");
    expect(
      await recipients.updateRecipient(
        owner,
        { id: recipientId, version },
        input("vera@example.com", [{ name: "seats", value: "1 234,5" }]),
      ),
    ).toMatchObject({ ok: true });
    expect(await recipientDetail(owner, "own", recipientId)).toMatchObject({
      fields: [{ name: "seats", value: "1234.5" }],
    });
  });

  it("go with their values, as a job, and say which messages use them; until then nobody adds one of the name", async () => {
    const owner = await world.user();
    const other = await world.user();
    for (const one of [owner, other])
      await bring(one, "email,City,Plan\nvera@example.com,Omsk,A\nb@example.com,,B\n");
    const id = (await knownFields(owner)).find(({ name }) => name === "city")?.id ?? "";
    const message = { html: "<p>x</p>", text: "x", source: "x" };
    for (const subject of ["News from {{ City | home }}", "The city", "Old {{city}}"])
      await world.db.message.create({
        data: {
          ...{ ...message, ownerId: owner.id, subject },
          archivedAt: subject.startsWith("Old") ? new Date() : null,
        },
      });
    expect(await usesOf(owner, id)).toMatchObject({
      value: { total: 1, messages: [{ subject: "News from {{ City | home }}" }] },
    });
    expect(await fields.deleteField(other, id)).toMatchObject({ code: "not_found" });
    expect(await fields.deleteField(owner, id)).toMatchObject({ value: { queued: true } });
    const again = { name: "city", label: "", type: "text" } as const;
    expect(await fields.createField(owner, again)).toMatchObject({
      faults: { name: "field_being_removed" },
    });
    const host = { db: world.db, kinds: [bulkChange], changed: vi.fn(async () => {}), report: vi.fn() };
    await runJobs(host, { time: 60_000 });
    expect((await valuesOf(owner, "vera@example.com")).values).toEqual({ plan: "A" });
    expect((await valuesOf(other, "vera@example.com")).values).toEqual({ city: "Omsk", plan: "A" });
    expect(await world.db.job.findFirstOrThrow({ where: { ownerId: owner.id } })).toMatchObject({
      status: "succeeded",
      counts: { changed: 1 },
    });
    expect(await names(owner)).toEqual(["plan"]);
    expect(await fields.createField(owner, again)).toMatchObject({ ok: true });
    const unused = (await knownFields(owner)).find(({ name }) => name === "city")?.id ?? "";
    expect(await fields.deleteField(owner, unused)).toMatchObject({ value: { queued: false } });
  });

  it("are columns of the list where somebody chose them, with what each row has; one that is gone is left out", async () => {
    const owner = await world.user();
    const id = await add(owner, "plan", "text", "Tariff");
    await bring(owner, "email,City,Plan\nvera@example.com,Omsk,A\nb@example.com,,\n");
    expect(await columnsOf(owner.id)).toEqual(STANDARD_COLUMNS);
    const columns = ["lists", "field:city", "field:plan"];
    expect(await chooseColumns(owner, { columns })).toMatchObject({ ok: true });
    const chosen = await columnsOf(owner.id);
    expect(chosen).toMatchObject({
      ...{ name: false, lists: true, state: false, added: false },
      fields: [{ name: "city" }, { name: "plan", label: "Tariff" }],
    });
    const vera = await valuesOf(owner, "vera@example.com");
    const other = await valuesOf(owner, "b@example.com");
    const listId = (await world.db.recipientList.create({ data: { ownerId: owner.id, name: "News" } })).id;
    await world.db.listMember.create({ data: { listId, recipientId: vera.id } });
    const extras = await extrasOf([vera.id, other.id], chosen);
    expect(extras.get(vera.id)).toEqual({ lists: ["News"], values: { city: "Omsk", plan: "A" } });
    expect(extras.get(other.id)).toEqual({ lists: [], values: {} });
    await fields.deleteField(owner, id);
    expect((await columnsOf(owner.id)).fields.map(({ name }) => name)).toEqual(["city"]);
  });
});
