import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createMessage, deleteMessage, editMessage } from "@/lib/messages/commands";
import { draftToEdit, newDrafts } from "@/lib/messages/draft-queries";
import { discardDraft, keepDraft } from "@/lib/messages/drafts";
import { messageToRead } from "@/lib/messages/queries";
import { KEPT_VERSIONS, type DraftMark, type MessageInput } from "@/lib/messages/schema";
import { messageHistory, savedElsewhere, versionToRead } from "@/lib/messages/version-queries";
import { bringBackVersion, setAsideText } from "@/lib/messages/versions";
import { handOver } from "@/lib/users/hand-over";
import { setRole } from "@/lib/users/roles";
import { World, type User } from "@/tests/support/world";

// Outside of Next nothing is cached.
vi.mock("next/cache", () => ({ unstable_cache: (read: unknown) => read }));

let world: World;
let owner: User;
let other: User;

beforeAll(async () => {
  world = await World.create({ keepBodies: true });
  [owner, other] = await Promise.all([world.user(), world.user()]);
});
afterAll(() => world.close());

const input = (source: string, change: Partial<MessageInput> = {}): MessageInput => ({
  ...{ subject: "News", preheader: "", format: "markdown", source, textIsOwn: false, text: "" },
  ...change,
});

async function created(user = owner) {
  const result = await createMessage(user, randomUUID(), input("As saved"));
  if (!result.ok) throw new Error(result.code);
  return result.value;
}

/** Types in a page: the first time in a draft of its own, then in the one it was given. */
function pageOf(messageId: string, version: number | null, user = owner) {
  const writer = randomUUID();
  const mark: DraftMark & { writer: string } = { draftId: writer, writer, seen: null };
  return {
    mark,
    async type(source: string) {
      const kept = await keepDraft(user, { messageId, basedOn: version, mark }, input(source));
      if (kept.ok) [mark.draftId, mark.seen] = [kept.value.draftId, kept.value.seen];
      return kept;
    },
  };
}

const sourcesOf = async (messageId: string) =>
  (await world.db.messageDraft.findMany({ where: { messageId }, orderBy: { savedAt: "asc" } })).map(
    ({ fields }) => (fields as { source: string }).source,
  );

it("a draft changes nothing that is sent, waits for its writer alone, and is gone with the save", async () => {
  const { messageId, version } = await created();
  const page = pageOf(messageId, version);
  await page.type("Half a sen");
  await page.type("Half a sentence");
  expect(await sourcesOf(messageId)).toEqual(["Half a sentence"]);
  expect((await messageToRead(owner, messageId))?.text).toBe("As saved");
  expect(await draftToEdit(owner, messageId, input("As saved"))).toMatchObject({
    fields: input("Half a sentence"),
    version,
  });
  // It says what is saved: nothing to go on with.
  expect(await draftToEdit(owner, messageId, input("Half a sentence"))).toBeNull();
  expect(await draftToEdit(other, messageId, null)).toBeNull();
  expect(await pageOf(messageId, version, other).type("Theirs")).toMatchObject({ code: "not_found" });
  await discardDraft(other, page.mark);
  expect(await sourcesOf(messageId)).toHaveLength(1);
  expect(await editMessage(owner, { messageId, version }, input("Whole"), page.mark)).toMatchObject({
    ok: true,
  });
  expect(await sourcesOf(messageId)).toEqual([]);
});

it("of two pages neither writes over the other's draft, nor does a save that is refused delete one", async () => {
  const { messageId, version } = await created();
  const first = pageOf(messageId, version);
  await first.type("First");
  const second = pageOf(messageId, version);
  [second.mark.draftId, second.mark.seen] = [first.mark.draftId, first.mark.seen];
  await second.type("First, and second");
  expect(await sourcesOf(messageId)).toEqual(["First, and second"]);
  await first.type("First goes on");
  expect(await sourcesOf(messageId)).toEqual(["First, and second", "First goes on"]);
  // Its answer was lost: it is asked for again as before.
  await keepDraft(
    owner,
    { messageId, basedOn: version, mark: { ...first.mark, seen: null } },
    input("First goes on, too"),
  );
  expect(await sourcesOf(messageId)).toEqual(["First, and second", "First goes on, too"]);
  await editMessage(owner, { messageId, version }, input("Second"), second.mark);
  expect(await editMessage(owner, { messageId, version }, input("First"), first.mark)).toMatchObject({
    code: "changed_meanwhile",
  });
  expect(await sourcesOf(messageId)).toEqual(["First goes on, too"]);
});

it("what was begun and never saved is listed until it is a message, at most five texts of each", async () => {
  const messageId = randomUUID();
  for (let page = 0; page < 7; page += 1) await pageOf(messageId, null).type(`Text ${page}`);
  expect(await sourcesOf(messageId)).toEqual(["Text 2", "Text 3", "Text 4", "Text 5", "Text 6"]);
  expect(await newDrafts(owner)).toMatchObject([{ messageId, subject: "News" }]);
  expect(await newDrafts(other)).toEqual([]);
  await createMessage(owner, messageId, input("Text 6"));
  expect(await newDrafts(owner)).toEqual([]);
});

it("each save keeps what was before it, with who and when; it can be looked at and brought back", async () => {
  const { messageId, version } = await created();
  const next = await editMessage(owner, { messageId, version }, input("Second"));
  if (!next.ok) throw new Error(next.code);
  // Saved as it is: no version.
  const same = await editMessage(owner, { messageId, version: next.value.version }, input("Second"));
  if (!same.ok) throw new Error(same.code);
  const history = await messageHistory(owner, messageId);
  expect(history?.versions).toMatchObject([
    { subject: "News", savedBy: expect.any(String), savedAt: new Date(version), isSetAside: false },
  ]);
  const versionId = history?.versions[0]?.id ?? "";
  expect(await versionToRead(owner, messageId, versionId)).toMatchObject({
    text: "As saved",
    fields: input("As saved"),
  });
  expect(await versionToRead(other, messageId, versionId)).toBeNull();
  expect(await messageHistory(other, messageId)).toBeNull();
  const back = { messageId, versionId };
  expect(await bringBackVersion(owner, { ...back, version })).toMatchObject({ code: "changed_meanwhile" });
  expect(await bringBackVersion(owner, { ...back, version: same.value.version })).toMatchObject({ ok: true });
  expect((await messageToRead(owner, messageId))?.text).toBe("As saved");
  expect((await messageHistory(owner, messageId))?.versions).toHaveLength(2);
});

it("a text that is set aside stays among the versions, the last fifty of them", async () => {
  const { messageId, version } = await created();
  const page = pageOf(messageId, version);
  await page.type("Mine");
  expect(await savedElsewhere(owner, messageId)).toMatchObject({
    value: { version, fields: input("As saved") },
  });
  expect(await savedElsewhere(other, messageId)).toMatchObject({ code: "not_found" });
  expect(await setAsideText(owner, messageId, input("Mine"), page.mark)).toMatchObject({ ok: true });
  expect(await sourcesOf(messageId)).toEqual([]);
  const history = await messageHistory(owner, messageId);
  expect(history?.versions).toMatchObject([{ isSetAside: true }]);
  const fields = { subject: "Old", preheader: "", html: "", text: "", source: "", textIsOwn: false };
  await world.db.messageVersion.createMany({
    data: Array.from({ length: KEPT_VERSIONS }, () => ({
      ...{ ...fields, messageId, format: "html" as const, savedAt: new Date(0) },
    })),
  });
  await editMessage(owner, { messageId, version }, input("Next"));
  const kept = (await messageHistory(owner, messageId))?.versions ?? [];
  expect(kept).toHaveLength(KEPT_VERSIONS);
  expect(kept.filter(({ subject }) => subject === "News")).toHaveLength(2);
});

it("drafts and versions go with their message to an heir, and out of the world with it", async () => {
  const [giver, heir, admin] = await Promise.all([world.user(), world.user(), world.user("admin")]);
  const { messageId, version } = await created(giver);
  await editMessage(giver, { messageId, version }, input("Second"));
  await pageOf(messageId, version, giver).type("Half");
  await setRole(admin, giver.id, "manager");
  const { email: heirEmail } = await world.db.user.findUniqueOrThrow({ where: { id: heir.id } });
  expect(await handOver(admin, { userId: giver.id, heirEmail })).toMatchObject({ ok: true });
  expect(await draftToEdit(heir, messageId, null)).toMatchObject({ fields: input("Half") });
  expect((await messageHistory(heir, messageId))?.versions).toHaveLength(1);
  expect(await deleteMessage(heir, messageId)).toMatchObject({ ok: true, value: "deleted" });
  expect(await world.db.messageDraft.count({ where: { messageId } })).toBe(0);
  expect(await world.db.messageVersion.count({ where: { messageId } })).toBe(0);
});
