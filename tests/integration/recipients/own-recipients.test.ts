import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { cacheTags } from "@/lib/cache/tags";
import { createList, deleteList, renameList } from "@/lib/lists/commands";
import { listChoices, listDetail, listsPage } from "@/lib/lists/queries";
import { START, type Place } from "@/lib/paging/address";
import * as commands from "@/lib/recipients/commands";
import { recipientDetail } from "@/lib/recipients/detail";
import { mailingsOfList, mailingsOfRecipients } from "@/lib/recipients/mailings-of";
import { previewPaste, savePaste } from "@/lib/recipients/paste-commands";
import { askedStates } from "@/lib/recipients/asked";
import { stateCounts } from "@/lib/recipients/state-counts";
import { recipientsPage, type RecipientFilter } from "@/lib/recipients/queries";
import { recipientInput, type RecipientInput } from "@/lib/recipients/schema";
import { liftSuppression, suppressByHand } from "@/lib/suppressions/manual";
import { suppressionsPage } from "@/lib/suppressions/queries";
import { World, type User } from "@/tests/support/world";

// Outside of Next nothing is cached.
vi.mock("next/cache", () => ({ unstable_cache: (read: unknown) => read }));

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());

const all: RecipientFilter = { search: "", listId: null, suppressed: "", sort: "", place: START };
const input = (email: string, more: Partial<RecipientInput> = {}): RecipientInput => ({
  ...{ email, name: "", comment: "", fields: [], lists: [] },
  ...more,
});

async function created(owner: User, email: string, more: Partial<RecipientInput> = {}): Promise<string> {
  const result = await commands.createRecipient(owner, input(email, more));
  if (!result.ok) throw new Error(result.code);
  return result.value.id;
}

/** A list that is there, as a form names it. */
const listed = (list: string) => ({ list, newList: "" });

async function newList(owner: User, name: string = randomUUID()): Promise<string> {
  const result = await createList(owner, { name });
  if (!result.ok) throw new Error(result.code);
  return result.value.id;
}

async function shown(owner: User, filter: Partial<RecipientFilter> = {}) {
  const page = await recipientsPage(owner, "own", { ...all, sort: "email", ...filter });
  return page?.rows.map((row) => row.email);
}

async function idOf({ id: ownerId }: User, email: string): Promise<string> {
  const found = await world.db.recipient.findUniqueOrThrow({ where: { ownerId_email: { ownerId, email } } });
  return found.id;
}

async function version(id: string): Promise<number> {
  const { updatedAt } = await world.db.recipient.findUniqueOrThrow({ where: { id } });
  return updatedAt.getTime();
}

it("each state is counted as the list shows it", async () => {
  const owner = await world.user();
  for (const name of ["a", "b", "c", "d"]) await created(owner, `${name}@example.com`);
  await suppressByHand(owner, {
    emails: ["a@example.com", "b@example.com", "stranger@example.com"],
    note: "",
  });
  const bounced = { ownerId: owner.id, email: "c@example.com", reason: "bounced" as const };
  await world.db.suppression.create({ data: bounced });
  await world.db.suppression.create({
    data: { ...bounced, email: "d@example.com", liftedAt: new Date(), liftReason: "" },
  });
  const counts = await stateCounts(owner.id);
  expect(counts).toMatchObject({ no: { count: 1 }, yes: { count: 3 }, manual: { count: 2 } });
  for (const suppressed of askedStates)
    expect(counts?.[suppressed].count, suppressed).toBe((await shown(owner, { suppressed }))?.length);
});

describe("one's own recipients", () => {
  it("are created with lists and merge fields, shown as saved, changed and deleted; each says what it changed", async () => {
    const owner = await world.user();
    const listId = await newList(owner, "Friends");
    const made = await commands.createRecipient(
      owner,
      input("vera@example.com", {
        name: "Vera",
        comment: "Likes tea",
        fields: [
          { name: "city", value: "Omsk" },
          { name: "blank", value: "" },
        ],
        lists: [listId],
      }),
    );
    if (!made.ok) throw new Error(made.code);
    expect(made.changed.tags).toEqual([cacheTags.recipients(owner.id), cacheTags.clients()]);
    const { id } = made.value;
    expect(await recipientDetail(owner, "own", id)).toMatchObject({
      ...{ email: "vera@example.com", name: "Vera", comment: "Likes tea", suppression: null },
      fields: [{ name: "city", value: "Omsk" }],
      lists: [{ name: "Friends" }],
    });
    const edited = { id, version: await version(id) };
    expect(await commands.updateRecipient(owner, edited, input("olga@example.com"))).toMatchObject({
      ok: true,
    });
    expect(await recipientDetail(owner, "own", id)).toMatchObject({
      ...{ email: "olga@example.com", name: "", lists: [], fields: [] },
    });
    // Of the form that was open before.
    expect(await commands.updateRecipient(owner, edited, input("ivan@example.com"))).toMatchObject({
      ok: false,
      code: "changed_meanwhile",
    });
    expect(await commands.deleteRecipients(owner, { ids: [id] })).toMatchObject({
      ok: true,
      value: { count: 1 },
    });
    expect(await commands.deleteRecipients(owner, { ids: [id] })).toMatchObject({
      ok: false,
      code: "not_found",
    });
    expect(await shown(owner)).toEqual([]);
  });

  it("keep an address that an earlier rule took, and get no new one of its kind", async () => {
    const owner = await world.user();
    const id = await created(owner, "x@sub-.example.com");
    const save = async (email: string) =>
      commands.updateRecipient(owner, { id, version: await version(id) }, input(email, { name: "Vera" }));
    expect(await save("x@sub-.example.com")).toMatchObject({ ok: true });
    expect(await save("y@sub-.example.com")).toMatchObject({
      code: "invalid",
      faults: { email: "email_invalid" },
    });
    expect(await shown(owner)).toEqual(["x@sub-.example.com"]);
  });

  it("have each address once: the second is refused beside its field, created or changed", async () => {
    const owner = await world.user();
    await created(owner, "vera@example.com");
    const other = await created(owner, "olga@example.com");
    const taken = { ok: false, code: "invalid", faults: { email: "email_taken" } };
    expect(await commands.createRecipient(owner, input("vera@example.com"))).toMatchObject(taken);
    expect(
      await commands.updateRecipient(
        owner,
        { id: other, version: await version(other) },
        input("vera@example.com"),
      ),
    ).toMatchObject(taken);
    const twice = await Promise.all(
      [1, 2].map(() => commands.createRecipient(owner, input("x@example.com"))),
    );
    expect(twice.filter((result) => result.ok)).toHaveLength(1);
  });

  it("go into no list of somebody else's, and nobody else reaches them", async () => {
    const [owner, other] = [await world.user(), await world.user()];
    const [id, theirs] = [await created(owner, "vera@example.com"), await newList(other)];
    const mine = await newList(owner);
    expect(await commands.createRecipient(owner, input("x@example.com", { lists: [theirs] }))).toMatchObject({
      faults: { lists: "list_gone" },
    });
    expect(await commands.addToList(owner, listed(theirs), { ids: [id] })).toMatchObject({
      faults: { list: "list_gone" },
    });
    expect(await commands.addToList(other, listed(theirs), { ids: [id] })).toMatchObject({
      ok: true,
      value: { count: 0 },
    });
    expect(await commands.deleteRecipients(other, { ids: [id] })).toMatchObject({ code: "not_found" });
    expect(
      await commands.updateRecipient(other, { id, version: await version(id) }, input("y@example.com")),
    ).toMatchObject({
      code: "not_found",
    });
    expect(await commands.removeFromList(other, mine, { ids: [id] })).toMatchObject({ code: "not_found" });
    for (const scope of ["own", "all"] as const) {
      expect(await recipientDetail(other, scope, id)).toBeNull();
      expect(await listDetail(other, scope, mine)).toBeNull();
    }
    expect(await recipientsPage(other, "all", all)).toBeNull();
    expect(await recipientsPage(await world.user("manager"), "own", all)).toBeNull();
    expect(await recipientDetail(await world.user("manager"), "all", id)).toMatchObject({
      owner: { id: owner.id },
    });
    expect(await shown(other)).toEqual([]);
    expect(await shown(other, { listId: mine })).toEqual([]);
  });

  it("are found by any part of the address or the name from three letters on, by its beginning below, by list and by suppression", async () => {
    const owner = await world.user();
    const listId = await newList(owner);
    await created(owner, "vera@example.com", { name: "Вера Холм", lists: [listId] });
    await created(owner, "olga_v@example.com", { name: "100%" });
    await suppressByHand(owner, { emails: ["olga_v@example.com"], note: "" });
    await created(owner, "info@xn--e1afmkfd.xn--p1ai");
    expect(await shown(owner, { search: "Info@пример.рф" })).toEqual(["info@xn--e1afmkfd.xn--p1ai"]);
    await commands.deleteRecipients(owner, { ids: [await idOf(owner, "info@xn--e1afmkfd.xn--p1ai")] });
    expect(await shown(owner, { search: "VERA@" })).toEqual(["vera@example.com"]);
    const both = ["olga_v@example.com", "vera@example.com"];
    expect(await shown(owner, { search: "example.com" })).toEqual(both);
    expect(await shown(owner, { search: "PLE.c" })).toEqual(both);
    expect(await shown(owner, { search: "ХОЛ" })).toEqual(["vera@example.com"]);
    for (const search of ["х", "ве", "VE"])
      expect(await shown(owner, { search })).toEqual(["vera@example.com"]);
    expect(await shown(owner, { search: "00%" })).toEqual(["olga_v@example.com"]);
    for (const search of ["0%", "ga", "om", "com В"]) expect(await shown(owner, { search })).toEqual([]);
    expect(await shown(owner, { search: "_" })).toEqual([]);
    expect(await shown(owner, { listId })).toEqual(["vera@example.com"]);
    expect(await shown(owner, { listId: "nonsense" })).toEqual([]);
    expect(await shown(owner, { suppressed: "yes" })).toEqual(["olga_v@example.com"]);
    expect(await shown(owner, { suppressed: "no" })).toEqual(["vera@example.com"]);
  });

  it.each(["", "email", "-email", "added", "-added"] as const)(
    "are each there once over all pages, onward and back, ordered by %j",
    async (sort) => {
      const owner = await world.user();
      await world.db.recipient.createMany({
        data: Array.from({ length: 120 }, (_, n) => ({ ownerId: owner.id, email: `r${n}@mail.test` })),
      });
      const read = (place: Place) => recipientsPage(owner, "own", { ...all, sort, place });
      const one = await read(START);
      const two = await read({ after: one?.next ?? "", before: "" });
      const three = await read({ after: two?.next ?? "", before: "" });
      const pages = [one, two, three].map((page) => page?.rows.map((row) => row.email) ?? []);
      expect(new Set(pages.flat()).size).toBe(120);
      if (sort.endsWith("email")) {
        const ordered = pages.flat().toSorted();
        expect(pages.flat()).toEqual(sort === "email" ? ordered : ordered.toReversed());
      }
      expect([one, two, three]).toMatchObject([
        { first: 1, total: 120 },
        { first: 51, total: 120 },
        { first: 101, total: 120, next: null },
      ]);
      expect(await read({ after: "", before: three?.previous ?? "" })).toEqual(two);
      expect(await read({ after: "", before: two?.previous ?? "" })).toEqual(one);
    },
  );

  it("show the mailings that go to them", async () => {
    const owner = await world.user();
    const mailing = await world.mailing({ owner, recipients: 2 });
    const found = await world.db.recipient.findFirstOrThrow({ where: { ownerId: owner.id } });
    const { name } = await world.db.mailing.findUniqueOrThrow({ where: { id: mailing.id } });
    const concerned = { mailings: [{ id: mailing.id, name, leavesOut: false }], total: 1 };
    expect(await mailingsOfRecipients(owner, [found.id, randomUUID()])).toEqual(concerned);
    expect(await mailingsOfList(owner, mailing.listId)).toEqual(concerned);
    const nobody = { mailings: [], total: 0 };
    expect(await mailingsOfRecipients(await world.user(), [found.id])).toEqual(nobody);
    const listId = await newList(owner, "Left out");
    await world.db.mailingExcludedList.create({ data: { mailingId: mailing.id, listId } });
    const leaving = { mailings: [{ id: mailing.id, name, leavesOut: true }], total: 1 };
    expect(await mailingsOfList(owner, listId)).toEqual(leaving);
  });
});

describe("one's own lists", () => {
  it("are named once, filled, emptied, renamed and deleted, and their members stay", async () => {
    const owner = await world.user();
    const listId = await newList(owner, "Friends");
    const taken = { ok: false, faults: { name: "list_name_taken" } };
    expect(await createList(owner, { name: "Friends" })).toMatchObject(taken);
    const other = await newList(owner, "Others");
    expect(await renameList(owner, other, { name: "Friends" })).toMatchObject(taken);
    expect(await renameList(owner, other, { name: "Clients" })).toMatchObject({ ok: true });
    const id = await created(owner, "vera@example.com");
    expect(await commands.addToList(owner, listed(listId), { ids: [id] })).toMatchObject({
      value: { count: 1 },
    });
    expect(await commands.addToList(owner, listed(listId), { ids: [id] })).toMatchObject({
      value: { count: 0 },
    });
    expect((await listsPage(owner, "own", { search: "fri", place: START }))?.rows).toMatchObject([
      { name: "Friends", members: 1, mailings: 0 },
    ]);
    expect((await listChoices(owner)).map(({ name }) => name)).toEqual(["Clients", "Friends"]);
    expect(await commands.removeFromList(owner, listId, { ids: [id] })).toMatchObject({
      value: { count: 1 },
    });
    expect(await deleteList(await world.user(), listId)).toMatchObject({ code: "not_found" });
    expect(await deleteList(owner, listId)).toMatchObject({ ok: true });
    expect(await deleteList(owner, listId)).toMatchObject({ code: "not_found" });
    expect(await shown(owner)).toEqual(["vera@example.com"]);
  });
});

describe("a paste", () => {
  it("shows what it would do, does that, and changes nothing the second time", async () => {
    const owner = await world.user();
    await created(owner, "vera@example.com", { name: "Vera" });
    await suppressByHand(owner, { emails: ["olga@example.com"], note: "" });
    const text = "vera@example.com\nOlga <olga@example.com>\nolga@example.com\nnonsense";
    expect(await previewPaste(owner, text)).toMatchObject({
      value: { people: 2, known: 1, suppressed: 1, duplicates: 1, invalid: 1 },
    });
    expect(await shown(owner)).toEqual(["vera@example.com"]);
    const paste = { text, list: "new", newList: " Summer ", consent: "on" } as const;
    expect(await savePaste(owner, paste)).toMatchObject({
      value: { added: 1, updated: 0, unchanged: 1, invalid: 1 },
    });
    const again = await savePaste(owner, paste);
    expect(again).toMatchObject({ value: { added: 0, updated: 0, unchanged: 2 } });
    const [list] = await listChoices(owner);
    expect(list?.name).toBe("Summer");
    expect(await shown(owner, { listId: list?.id ?? null })).toEqual([
      "olga@example.com",
      "vera@example.com",
    ]);
  });

  it("goes into no list of somebody else's and into none without a name, and nobody is added then", async () => {
    const owner = await world.user();
    const paste = { text: "vera@example.com", newList: "", consent: "on" } as const;
    const theirs = await newList(await world.user());
    expect(await savePaste(owner, { ...paste, list: theirs })).toMatchObject({
      faults: { list: "list_gone" },
    });
    expect(await savePaste(owner, { ...paste, list: "new" })).toMatchObject({
      faults: { newList: "list_name_missing" },
    });
    expect(await savePaste(owner, { ...paste, list: "", text: " " })).toMatchObject({
      faults: { text: "paste_empty" },
    });
    expect(await shown(owner)).toEqual([]);
  });
});

describe("suppressions by hand", () => {
  it("are added once, lifted with a reason, and stay to be read", async () => {
    const owner = await world.user();
    const emails = ["vera@example.com", "olga@example.com"];
    expect(await suppressByHand(owner, { emails, note: "By phone" })).toMatchObject({
      value: { added: 2, already: 0 },
      changed: { tags: [cacheTags.recipients(owner.id)] },
    });
    expect(await suppressByHand(owner, { emails, note: "" })).toMatchObject({
      value: { added: 0, already: 2 },
    });
    const read = async (filter: object = {}) =>
      (await suppressionsPage(owner, { search: "", reason: "", state: "", place: START, ...filter }))?.rows;
    const [row] = (await read({ search: "VERA" })) ?? [];
    if (row === undefined) throw new Error("nobody is suppressed");
    expect(row).toMatchObject({
      email: "vera@example.com",
      reason: "manual",
      note: "By phone",
      lifted: null,
    });
    expect(await liftSuppression(owner, row.id, "  ")).toMatchObject({ code: "reason_required" });
    expect(await liftSuppression(await world.user(), row.id, "Mine")).toMatchObject({ code: "not_found" });
    expect(await liftSuppression(owner, row.id, "They wrote")).toMatchObject({ ok: true });
    expect(await liftSuppression(owner, row.id, "They wrote")).toMatchObject({ code: "already_lifted" });
    expect(await read({ state: "active" })).toMatchObject([{ email: "olga@example.com" }]);
    expect(await read({ state: "lifted" })).toMatchObject([{ lifted: { reason: "They wrote" } }]);
    expect(await read({ reason: "bounced" })).toEqual([]);
    expect(
      await suppressionsPage(await world.user("manager"), {
        search: "",
        reason: "",
        state: "",
        place: START,
      }),
    ).toBeNull();
  });
});

it("a form's faults are each told by the field", () => {
  const fields = (rows: unknown) => JSON.stringify(rows);
  const read = (form: object) =>
    recipientInput.safeParse({ email: "a@b.example", name: "", comment: "", fields: "[]", ...form }).error
      ?.issues[0]?.message;
  expect(read({})).toBeUndefined();
  expect(read({ email: "nonsense" })).toBe("email_invalid");
  expect(read({ name: "x".repeat(201) })).toBe("name_too_long");
  expect(read({ fields: "{" })).toBe("invalid");
  expect(read({ fields: fields([{ name: " ", value: "x" }]) })).toBe("field_name_missing");
  expect(read({ fields: fields([{ name: "a|b", value: "x" }]) })).toBe("field_name_invalid");
  expect(read({ fields: fields([{ name: "Email", value: "x" }]) })).toBe("field_name_taken");
  expect(
    read({
      fields: fields([
        { name: "City", value: "x" },
        { name: "city ", value: "y" },
      ]),
    }),
  ).toBe("field_name_twice");
  expect(read({ comment: "\u0000" })).toBe("control_characters");
});
