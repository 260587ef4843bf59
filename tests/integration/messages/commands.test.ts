import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cacheTags } from "@/lib/cache/tags";
import { removeMailing } from "@/lib/mailings/remove";
import { createMailing } from "@/lib/mailings/save";
import { createMessage, deleteMessage, duplicateMessage, editMessage } from "@/lib/messages/commands";
import { allMessages, messageToEdit, messageToRead, ownMessages } from "@/lib/messages/queries";
import type { MessageInput } from "@/lib/messages/schema";
import { readDocument } from "@/lib/messages/visual-document";
import { START } from "@/lib/paging/address";
import { documentOf, field, paragraph, words } from "@/tests/support/visual-nodes";
import { World, type User } from "@/tests/support/world";

let world: World;
let owner: User;
let other: User;

beforeAll(async () => {
  world = await World.create({ keepBodies: true });
  [owner, other] = await Promise.all([world.user(), world.user()]);
});
afterAll(() => world.close());

const input = (change: Partial<MessageInput> = {}): MessageInput => ({
  subject: "News for {{name|you}}",
  preheader: "",
  format: "markdown",
  source: "Hello **{{name}}**",
  textIsOwn: false,
  text: "",
  ...change,
});

async function created(change: Partial<MessageInput> = {}, user = owner) {
  const result = await createMessage(user, randomUUID(), input(change));
  if (!result.ok) throw new Error(result.code);
  return result.value;
}

const rowOf = (id: string) => world.db.message.findUniqueOrThrow({ where: { id } });

async function mailingWith(messageId: string, user = owner): Promise<string> {
  const { id } = await world.db.recipientList.create({ data: { ownerId: user.id, name: randomUUID() } });
  const saved = await createMailing(user, {
    ...{ name: `Mailing of ${messageId.slice(0, 8)}`, messageId, listIds: [id], recipientIds: [] },
    ...{ startLocal: "2030-01-01T09:00:00", timeZone: "UTC", period: "once", endAt: null },
  });
  if (!saved.ok) throw new Error(saved.code);
  return saved.value.mailingId;
}

describe("a message", () => {
  it("is saved with the HTML and the text that are made of its Markdown, and shows as it was written", async () => {
    const { messageId, version } = await created();
    const row = await rowOf(messageId);
    expect(row.html).toContain("<strong>{{name}}</strong>");
    expect(row.text).toBe("Hello {{name}}");
    expect(await messageToEdit(owner, messageId)).toEqual({ id: messageId, version, fields: input() });
  });

  it("of the visual editor keeps its document, in a copy too; what is no document is refused and says so", async () => {
    const source = documentOf(paragraph(words("Dear "), field("name", "friend")));
    const { messageId } = await created({ format: "visual", source });
    const row = await rowOf(messageId);
    expect(row.html).toContain("Dear {{name|friend}}</p>");
    expect(row).toMatchObject({ text: "Dear {{name|friend}}", source: "" });
    const copyId = randomUUID();
    expect(await duplicateMessage(owner, messageId, copyId)).toMatchObject({ ok: true });
    for (const id of [messageId, copyId]) {
      const edited = await messageToEdit(owner, id);
      expect(edited?.fields.format).toBe("visual");
      expect(readDocument(edited?.fields.source ?? "")).toEqual(readDocument(source));
    }
    for (const broken of [documentOf({ type: "iframe" }), "Hello"])
      expect(await createMessage(owner, randomUUID(), input({ format: "visual", source: broken }))).toEqual({
        ok: false,
        code: "invalid",
        faults: { source: "document_broken" },
      });
  });

  it("written as HTML is sanitized when saved, and says what was taken out", async () => {
    const { messageId, removed } = await created({
      format: "html",
      source: "<p onclick=x()>Hello {{name}}</p><script>x()</script>",
    });
    expect(removed).toEqual(["script"]);
    expect(await rowOf(messageId)).toMatchObject({
      html: "<p>Hello {{name}}</p>",
      text: "Hello {{name}}",
      source: "",
    });
  });

  it("keeps a text that its writer has written", async () => {
    const { messageId } = await created({ textIsOwn: true, text: "My own\n" });
    expect((await rowOf(messageId)).text).toBe("My own");
  });

  it("is made once of one form, however often that is sent, and by nobody else under its id", async () => {
    const id = randomUUID();
    const [first, second] = await Promise.all([
      createMessage(owner, id, input()),
      createMessage(owner, id, input()),
    ]);
    expect([first.ok, second.ok]).toEqual([true, true]);
    expect(await world.db.message.count({ where: { id } })).toBe(1);
    expect(await createMessage(other, id, input())).toMatchObject({ ok: false, code: "not_found" });
  });

  it("is not saved over what another tab has saved since", async () => {
    const { messageId, version } = await created();
    const first = await editMessage(owner, { messageId, version }, input({ subject: "First" }));
    expect(first).toMatchObject({
      ok: true,
      changed: { tags: expect.arrayContaining([cacheTags.messages(owner.id)]) as unknown },
    });
    expect(await editMessage(owner, { messageId, version }, input({ subject: "Second" }))).toMatchObject({
      code: "changed_meanwhile",
    });
    expect((await rowOf(messageId)).subject).toBe("First");
    // The very same save, sent again because its answer was lost.
    expect(await editMessage(owner, { messageId, version }, input({ subject: "First" }))).toMatchObject({
      ok: true,
    });
  });

  it("that is saved from two tabs at one moment is saved by one of them", async () => {
    const { messageId, version } = await created();
    const both = ["First", "Second"].map((subject) =>
      editMessage(owner, { messageId, version }, input({ subject })),
    );
    expect((await Promise.all(both)).map(({ ok }) => ok).sort()).toEqual([false, true]);
  });

  it("that is no mail is refused beside its source", async () => {
    for (const [source, format, fault] of [
      ["<p></p>", "html", "message_empty"],
      ["<script>x()</script>", "html", "message_empty"],
      ["<div>".repeat(1_100), "html", "message_deep"],
      ["# x\n".repeat(40_000), "markdown", "message_long"],
    ] as const) {
      expect(await createMessage(owner, randomUUID(), input({ source, format }))).toMatchObject({
        ok: false,
        code: "invalid",
        faults: { source: fault },
      });
    }
  });

  it("is copied once by one button, and the copy is its own", async () => {
    const { messageId } = await created({ subject: "Original" });
    const copyId = randomUUID();
    for (let click = 0; click < 2; click += 1)
      expect(await duplicateMessage(owner, messageId, copyId)).toMatchObject({
        ok: true,
        value: { messageId: copyId },
      });
    expect(await rowOf(copyId)).toMatchObject({ subject: "Original", source: "Hello **{{name}}**" });
    expect(await world.db.message.count({ where: { subject: "Original" } })).toBe(2);
    expect(await duplicateMessage(other, messageId, randomUUID())).toMatchObject({ code: "not_found" });
  });

  it.each(["manager", "content_manager", "janitor"])("is nothing to a %s", async (role) => {
    const actor = { id: owner.id, role };
    const { messageId, version } = await created();
    expect(await createMessage(actor, randomUUID(), input())).toMatchObject({ code: "forbidden" });
    expect(await editMessage(actor, { messageId, version }, input())).toMatchObject({ code: "forbidden" });
    expect(await duplicateMessage(actor, messageId, randomUUID())).toMatchObject({ code: "forbidden" });
    expect(await deleteMessage(actor, messageId)).toMatchObject({ code: "forbidden" });
    expect(await messageToEdit(actor, messageId)).toBeNull();
    expect((await ownMessages(actor, { search: "", place: START })).rows).toEqual([]);
  });

  it("of somebody else is not there", async () => {
    const { messageId, version } = await created({}, other);
    expect(await editMessage(owner, { messageId, version }, input())).toMatchObject({ code: "not_found" });
    expect(await deleteMessage(owner, messageId)).toMatchObject({ code: "not_found" });
    expect(await messageToEdit(owner, messageId)).toBeNull();
    expect(await messageToRead(owner, messageId)).toBeNull();
    const admin = await world.user("admin");
    expect(await editMessage(admin, { messageId, version }, input())).toMatchObject({ code: "not_found" });
    expect(await messageToRead(admin, messageId)).not.toBeNull();
  });
});

describe("deleting a message", () => {
  it("is refused while a mailing uses it, by the mailing's name", async () => {
    const { messageId } = await created();
    await mailingWith(messageId);
    expect(await deleteMessage(owner, messageId)).toMatchObject({
      ok: false,
      code: "message_in_use",
      values: { mailings: `Mailing of ${messageId.slice(0, 8)}` },
    });
    expect((await messageToRead(owner, messageId))?.mailings).toHaveLength(1);
  });

  it("deletes one that nothing uses", async () => {
    const { messageId } = await created();
    expect(await deleteMessage(owner, messageId)).toMatchObject({ ok: true, value: "deleted" });
    expect(await world.db.message.count({ where: { id: messageId } })).toBe(0);
    expect(await deleteMessage(owner, messageId)).toMatchObject({ code: "not_found" });
  });

  it("archives one that only archived mailings used: it is nowhere any more, and new mailings do not take it", async () => {
    const { messageId, version } = await created({ subject: "Archived one" });
    const mailingId = await mailingWith(messageId);
    await world.db.mailing.update({ where: { id: mailingId }, data: { archivedAt: new Date() } });
    expect(await deleteMessage(owner, messageId)).toMatchObject({ ok: true, value: "archived" });
    expect(await messageToRead(owner, messageId)).toBeNull();
    expect(await messageToEdit(owner, messageId)).toBeNull();
    expect(await editMessage(owner, { messageId, version }, input())).toMatchObject({ code: "not_found" });
    expect((await ownMessages(owner, { search: "archived one", place: START })).rows).toEqual([]);
    await expect(mailingWith(messageId)).rejects.toThrow("message_unknown");
  });

  it("and a mailing that begins to use it at the same moment: one of the two", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { messageId } = await created();
      const [deletion, mailing] = await Promise.allSettled([
        deleteMessage(owner, messageId),
        mailingWith(messageId),
      ]);
      expect(deletion.status).toBe("fulfilled");
      const isDeleted = deletion.status === "fulfilled" && deletion.value.ok;
      expect(mailing.status).toBe(isDeleted ? "rejected" : "fulfilled");
      if (mailing.status === "rejected") expect(String(mailing.reason)).toContain("message_unknown");
      else await removeMailing(owner, mailing.value);
    }
  });
});

describe("the list", () => {
  it("has one's own, changed last first, with the number of mailings that use each, both ways", async () => {
    const user = await world.user();
    for (let n = 0; n < 53; n += 1) await created({ subject: `Letter ${n}` }, user);
    const last = await world.db.message.findFirstOrThrow({
      where: { ownerId: user.id, subject: "Letter 52" },
    });
    await mailingWith(last.id, user);
    const first = await ownMessages(user, { search: "letter", place: START });
    expect(first).toMatchObject({ total: 53, first: 1, previous: null });
    expect(first.rows).toHaveLength(50);
    expect(first.rows[0]).toMatchObject({ subject: "Letter 52", mailings: 1 });
    const second = await ownMessages(user, {
      search: "letter",
      place: { after: first.next ?? "", before: "" },
    });
    expect(second.rows.map(({ subject }) => subject)).toEqual(["Letter 2", "Letter 1", "Letter 0"]);
    const back = await ownMessages(user, {
      search: "letter",
      place: { after: "", before: second.previous ?? "" },
    });
    expect(back.rows).toEqual(first.rows);
    expect((await ownMessages(user, { search: "50", place: START })).rows).toHaveLength(1);
    expect((await ownMessages(user, { search: "%", place: START })).rows).toEqual([]);
  });

  it("of one user never has another's; who watches over everybody's sees all", async () => {
    const { messageId } = await created({ subject: `Secret ${randomUUID()}` }, other);
    const { subject } = await rowOf(messageId);
    expect((await ownMessages(owner, { search: subject, place: START })).rows).toEqual([]);
    const watching = await world.user("manager");
    const ofAll = await allMessages(watching, { search: subject, place: START });
    expect(ofAll?.rows).toMatchObject([{ id: messageId, owner: { id: other.id } }]);
    expect(await allMessages(owner, { search: subject, place: START })).toBeNull();
  });
});
