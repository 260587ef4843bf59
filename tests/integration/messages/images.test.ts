import { randomUUID } from "node:crypto";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { createMessage, deleteMessage, editMessage } from "@/lib/messages/commands";
import { maintainMessages } from "@/lib/messages/maintain";
import type { MessageInput } from "@/lib/messages/schema";
import { storeMessageImage } from "@/lib/messages/store-image";
import { forgetUnusedImages } from "@/lib/posts/stored-images";
import { moveThings } from "@/lib/users/move-things";
import { World, type User } from "@/tests/support/world";

const DAY = 24 * 3_600_000;

let world: World;
let owner: User;

beforeAll(async () => {
  world = await World.create({ keepBodies: true });
});
beforeEach(async () => {
  owner = await world.user();
});
afterEach(() => world.forget());
afterAll(() => world.close());

/** A file of its own for each colour. */
async function file(red: number): Promise<Uint8Array> {
  const create = { width: 8, height: 8, channels: 3 as const, background: { r: red, g: 1, b: 1 } };
  return sharp({ create }).png().toBuffer();
}

async function stored(red: number, user = owner): Promise<string> {
  const result = await storeMessageImage(user, await file(red));
  if (!result.ok) throw new Error(result.code);
  return result.value.imageId;
}

const showing = (...ids: string[]): MessageInput => ({
  ...{ subject: "S", preheader: "", format: "markdown", textIsOwn: false, text: "" },
  source: `Text\n\n${ids.map((id) => `![Shown](/api/images/${id})`).join("\n\n")}`,
});

async function written(...ids: string[]) {
  const made = await createMessage(owner, randomUUID(), showing(...ids));
  if (!made.ok) throw new Error(made.code);
  return made.value;
}

async function left(...ids: string[]): Promise<string[]> {
  const rows = await world.db.image.findMany({ where: { id: { in: ids } }, select: { id: true } });
  return ids.filter((id) => rows.some((row) => row.id === id));
}

/** Days with rounds of ticks in them. */
async function days(count: number): Promise<void> {
  const failed: string[] = [];
  for (let day = 0; day < count; day += 1) {
    await world.turn(DAY);
    await maintainMessages((message) => failed.push(message));
    await forgetUnusedImages();
  }
  expect(failed).toEqual([]);
}

it("the same file of one owner is one image, also sent twice at once; another owner has their own", async () => {
  const [first, again] = await Promise.all([stored(1), stored(1)]);
  expect(again).toBe(first);
  expect(await stored(1)).toBe(first);
  expect(await stored(2)).not.toBe(first);
  expect(await stored(1, await world.user())).not.toBe(first);
});

it("an image goes when no message has had it for a day, and one stored again in between stays", async () => {
  const [unsaved, saved, again] = [await stored(1), await stored(2), await stored(3)];
  const message = await written(saved, again);
  await days(9);
  expect(await left(unsaved, saved, again)).toEqual([saved, again]);
  await deleteMessage(owner, message.messageId);
  await days(8);
  expect(await left(saved)).toEqual([]);
  expect(await stored(2)).not.toBe(saved);
});

it("an image stays while an earlier version of a message or a draft has it, and goes with them", async () => {
  const [inVersion, inDraft] = [await stored(1), await stored(2)];
  const { messageId, version } = await written(inVersion);
  expect(await editMessage(owner, { messageId, version }, showing())).toMatchObject({ ok: true });
  await world.db.messageDraft.create({
    data: {
      ...{ ownerId: owner.id, messageId, writer: randomUUID(), savedAt: new Date() },
      fields: { source: JSON.stringify({ src: `/api/images/${inDraft}` }) },
    },
  });
  await days(9);
  expect(await left(inVersion, inDraft)).toEqual([inVersion, inDraft]);
  await deleteMessage(owner, messageId);
  await world.db.messageDraft.deleteMany();
  await days(9);
  expect(await left(inVersion, inDraft)).toEqual([]);
});

it("an image that a message gave up and took back stays with it", async () => {
  const image = await stored(1);
  const { messageId, version } = await written(image);
  const without = await editMessage(owner, { messageId, version }, showing());
  if (!without.ok) throw new Error(without.code);
  await days(1);
  const back = await editMessage(owner, { messageId, version: without.value.version }, showing(image));
  expect(back).toMatchObject({ ok: true });
  await days(9);
  expect(await left(image)).toEqual([image]);
});

it("a running attempt sends what was frozen while its message is edited, and its images outlive the message", async () => {
  const [shown, other] = [await stored(1), await stored(2)];
  const mailing = await world.mailing({ owner, recipients: 250 });
  const { messageId } = await world.db.mailing.findUniqueOrThrow({ where: { id: mailing.id } });
  const html = `<p>As planned {{name}} <img src="/api/images/${shown}" alt="Shown"></p>`;
  const { updatedAt } = await world.db.message.update({ where: { id: messageId }, data: { html } });
  // The provider takes one request, and refuses the others until its quota is filled up again.
  world.provider.when(({ nth }) => (nth > 1 ? { kind: "quota", period: "daily" } : null));
  await world.tick();
  // Whichever batch came first: two of a hundred, one of fifty.
  expect([50, 100]).toContain(world.provider.mails.length);
  const edited = { messageId, version: updatedAt.getTime() };
  expect(await editMessage(owner, edited, showing(other))).toMatchObject({ ok: true });
  await days(9);
  world.provider.when(() => null);
  await world.settleDown();
  expect(world.provider.mails).toHaveLength(250);
  for (const mail of world.provider.mails) {
    expect(mail.html).toContain("<p>As planned Reader ");
    expect(mail.html).toContain(`/api/images/${shown}"`);
  }
  await days(9);
  expect(await left(shown)).toEqual([shown]);
});

it("images go to whoever gets the messages, and of a file that both have each message keeps its own", async () => {
  const heir = await world.user();
  const [theirs, mine] = [await stored(1), await stored(1, heir)];
  await written(theirs);
  await world.db.$transaction((tx) => moveThings(tx, owner.id, heir.id));
  await days(9);
  expect(await left(theirs, mine)).toEqual([theirs]);
  expect(await world.db.image.findUniqueOrThrow({ where: { id: theirs } })).toMatchObject({
    ownerId: heir.id,
  });
});
