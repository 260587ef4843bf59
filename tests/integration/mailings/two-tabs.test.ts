import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createList, deleteList, renameList } from "@/lib/lists/commands";
import { editMailing } from "@/lib/mailings/save";
import { removeMailing } from "@/lib/mailings/remove";
import { versionOf } from "@/lib/mailings/save";
import type { MailingInput } from "@/lib/mailings/schema";
import { addToList, createRecipient, deleteRecipients, updateRecipient } from "@/lib/recipients/commands";
import { World, type User } from "@/tests/support/world";

let world: World;
let owner: User;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());
beforeEach(async () => {
  owner = await world.user();
});

const LATER = "2090-01-01T09:00:00";
const codes = (results: ({ ok: true } | { ok: false; code: string })[]) =>
  results.map((result) => (result.ok ? "done" : result.code)).toSorted();

async function openedMailing() {
  const { id, listId } = await world.mailing({ owner, recipients: 2, startLocal: LATER });
  const saved = await world.db.mailing.findUniqueOrThrow({ where: { id } });
  const input = (change: Partial<MailingInput>): MailingInput => ({
    ...{ name: saved.name, messageId: saved.messageId, listIds: [listId], recipientIds: [] },
    ...{ startLocal: LATER, timeZone: "UTC", period: "once", endAt: null },
    ...change,
  });
  const save = (change: Partial<MailingInput>) => editMailing(owner, id, input(change), versionOf(saved));
  return { id, listId, save, messageId: saved.messageId };
}

describe("a mailing that is open in two tabs", () => {
  it("is saved by the first, and the second is told and changes nothing", async () => {
    const { id, save } = await openedMailing();
    expect(await save({ name: "First" })).toMatchObject({ ok: true });
    expect(await save({ name: "Second" })).toMatchObject({ code: "changed_meanwhile" });
    expect(await world.db.mailing.findUnique({ where: { id } })).toMatchObject({ name: "First" });
  });

  it("is saved by one of them at one moment", async () => {
    const { save } = await openedMailing();
    const both = await Promise.all([save({ name: "First" }), save({ name: "Second" })]);
    expect(codes(both)).toEqual(["changed_meanwhile", "done"]);
  });

  it("says of itself, its message or its list that it is gone, where that was deleted in the other", async () => {
    const withoutList = await openedMailing();
    await deleteList(owner, withoutList.listId);
    expect(await withoutList.save({})).toMatchObject({ code: "audience_unknown" });
    const someone = await createRecipient(owner, {
      ...{ email: "vera@example.com", name: "", comment: "", fields: [], lists: [] },
    });
    const recipientId = someone.ok ? someone.value.id : "";
    await deleteRecipients(owner, { ids: [recipientId] });
    const chosen = { listIds: [], recipientIds: [recipientId] };
    expect(await withoutList.save(chosen)).toMatchObject({ code: "audience_unknown" });
    const withoutMessage = await openedMailing();
    await world.db.message.update({
      where: { id: withoutMessage.messageId },
      data: { archivedAt: new Date() },
    });
    expect(await withoutMessage.save({})).toMatchObject({ code: "message_unknown" });
    const gone = await openedMailing();
    await removeMailing(owner, gone.id);
    expect(await gone.save({})).toMatchObject({ code: "not_found" });
  });
});

describe("a recipient that is open in two tabs", () => {
  const input = { email: "vera@example.com", name: "", comment: "", fields: [], lists: [] };

  async function opened() {
    const made = await createRecipient(owner, input);
    if (!made.ok) throw new Error(made.code);
    const { id } = made.value;
    const { updatedAt } = await world.db.recipient.findUniqueOrThrow({ where: { id } });
    const save = (name: string) =>
      updateRecipient(owner, { id, version: updatedAt.getTime() }, { ...input, name });
    return { id, save };
  }

  it("is saved by one of them at one moment", async () => {
    const { save } = await opened();
    expect(codes(await Promise.all([save("First"), save("Second")]))).toEqual(["changed_meanwhile", "done"]);
  });

  it("is deleted in one of them, and neither saved nor put on a list in the other", async () => {
    const { id, save } = await opened();
    const list = await createList(owner, { name: "Friends" });
    const listId = list.ok ? list.value.id : "";
    const both = await Promise.all([
      deleteRecipients(owner, { ids: [id] }),
      deleteRecipients(owner, { ids: [id] }),
    ]);
    expect(codes(both)).toEqual(["done", "not_found"]);
    expect(await save("Second")).toMatchObject({ code: "not_found" });
    expect(await addToList(owner, { list: listId, newList: "" }, { ids: [id] })).toMatchObject({
      value: { count: 0 },
    });
    expect(await world.db.recipient.count({ where: { ownerId: owner.id } })).toBe(0);
  });
});

describe("a list", () => {
  it("that is created by two clicks is there once", async () => {
    const name = randomUUID();
    const both = await Promise.all([createList(owner, { name }), createList(owner, { name })]);
    expect(codes(both)).toEqual(["done", "invalid"]);
    expect(await world.db.recipientList.count({ where: { ownerId: owner.id } })).toBe(1);
  });

  it("that was deleted in another tab is neither renamed nor filled nor deleted again", async () => {
    const made = await createList(owner, { name: "Friends" });
    const id = made.ok ? made.value.id : "";
    expect(codes(await Promise.all([deleteList(owner, id), deleteList(owner, id)]))).toEqual([
      "done",
      "not_found",
    ]);
    expect(await renameList(owner, id, { name: "Clients" })).toMatchObject({ code: "not_found" });
    expect(await addToList(owner, { list: id, newList: "" }, { ids: [] })).toMatchObject({
      faults: { list: "list_gone" },
    });
  });
});
