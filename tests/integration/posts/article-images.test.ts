import { randomUUID } from "node:crypto";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { GET } from "@/app/api/images/[id]/route";
import { forgetEnv } from "@/lib/env";
import { LARGEST_UPLOAD } from "@/lib/images/schema";
import { deleteArticle, publishArticle } from "@/lib/posts/publish";
import { publishedArticle } from "@/lib/posts/published";
import { articleToWrite, previewText } from "@/lib/posts/queries";
import { createArticle, saveArticle } from "@/lib/posts/save";
import { storeImage } from "@/lib/posts/store-image";
import { FORGOTTEN_AT_ONCE, forgetUnusedImages } from "@/lib/posts/stored-images";
import { maintainPosts } from "@/lib/posts/maintain";
import { setAvatar } from "@/lib/users/avatar";
import { article, begunBy } from "@/tests/support/articles";
import { lockWaits } from "@/tests/support/lock-waits";
import { photo } from "@/tests/support/photo";
import { World, type User } from "@/tests/support/world";

let world: World;
let writer: User;

const HOUR = 3_600_000;
/** A transaction that stays open until somebody waits for it, on a machine that may be busy. */
const PATIENT = { timeout: 30_000 };

beforeAll(async () => {
  world = await World.create();
  process.env.CACHE_ENABLED = "off";
  forgetEnv();
  writer = await world.user("content_manager");
});
afterAll(() => world.close());
afterEach(() => {
  delete process.env.BLOG_OPEN_AUTHORSHIP;
  forgetEnv();
});

it("a cover is stored in its widths, served in the one that is asked for, and goes with its article", async () => {
  const stored = await storeImage(writer, "cover", await photo());
  if (!stored.ok) throw new Error(stored.code);
  const { imageId } = stored.value;
  const made = await begunBy(writer, { coverId: imageId, coverAlt: "A street" });
  const widths = await Promise.all(
    ["", "?width=320", "?width=500", "?width=1200", "?width=none"].map((query) => widthOf(imageId, query)),
  );
  expect(widths).toEqual([1200, 320, 640, 1200, 1200]);
  await deleteArticle(writer, made.postId);
  expect(await world.db.image.count({ where: { OR: [{ id: imageId }, { variantOf: imageId }] } })).toBe(0);
});

it("a cover that is replaced is deleted, unless another article has it", async () => {
  const ids = [];
  for (let n = 0; n < 2; n += 1) {
    const stored = await storeImage(writer, "cover", await photo());
    ids.push(stored.ok ? stored.value.imageId : "");
  }
  const [old = "", fresh = ""] = ids;
  const made = await begunBy(writer, { coverId: old, coverAlt: "A" });
  const other = await begunBy(writer, { coverId: old, coverAlt: "A" });
  expect(await saveArticle(writer, made, article({ coverId: fresh, coverAlt: "B" }))).toMatchObject({
    ok: true,
  });
  expect(await world.db.image.count({ where: { id: old } })).toBe(1);
  await deleteArticle(writer, other.postId);
  expect(await world.db.image.count({ where: { id: old } })).toBe(0);
});

it("nobody makes somebody else's picture, or an avatar, their cover", async () => {
  const admin = await world.user("admin");
  const theirs = await storeImage(admin, "cover", await photo());
  const avatar = await setAvatar(writer, await photo());
  if (!theirs.ok || !avatar.ok) throw new Error("nothing was stored");
  for (const coverId of [theirs.value.imageId, avatar.value.imageId, randomUUID()]) {
    const fields = article({ coverId, coverAlt: "A" });
    expect(await createArticle(writer, randomUUID(), fields)).toEqual({ ok: false, code: "no_cover" });
    expect(await saveArticle(writer, await begunBy(writer), fields)).toEqual({ ok: false, code: "no_cover" });
  }
});

it("what is no picture, or larger than 4.5 MB, is no cover", async () => {
  expect(await storeImage(writer, "cover", Buffer.from("<svg/>"))).toEqual({
    ok: false,
    code: "no_image",
  });
  expect(await storeImage(writer, "cover", Buffer.alloc(LARGEST_UPLOAD + 1))).toEqual({
    ok: false,
    code: "too_large",
  });
});

async function textImage(owner: User = writer): Promise<string> {
  const stored = await storeImage(owner, "article", await photo());
  if (!stored.ok) throw new Error(stored.code);
  return stored.value.imageId;
}

const image = (id: string, alt = "A street") => `![${alt}](/api/images/${id})`;

it("a picture in a text is shown whole, in the widths that it is kept in, and goes with the last article that has it", async () => {
  const id = await textImage();
  const one = await begunBy(writer, { source: `One ${image(id)}` });
  await publishArticle(writer, one.postId);
  const other = await begunBy(writer, { source: image(id) });
  const { body = "" } = (await publishedArticle(one.slug)) ?? {};
  expect(body).toContain(`<img src="/api/images/${id}" alt="A street" width="1500" height="900"`);
  expect(await Promise.all(["", "?width=400", "?width=800"].map((query) => widthOf(id, query)))).toEqual([
    1500, 400, 800,
  ]);
  await deleteArticle(writer, one.postId);
  expect(await world.db.image.count({ where: { id } })).toBe(1);
  expect(await saveArticle(writer, other, article({ source: "None" }))).toMatchObject({ ok: true });
  expect(await world.db.image.count({ where: { OR: [{ id }, { variantOf: id }] } })).toBe(0);
});

it("a picture without words, or one that is not there, keeps a text from being saved; nothing is lost", async () => {
  const id = await textImage();
  const cover = await storeImage(writer, "cover", await photo());
  const avatar = await setAvatar(writer, await photo());
  if (!cover.ok || !avatar.ok) throw new Error("nothing was stored");
  const made = await begunBy(writer);
  for (const [source, code] of [
    [image(id, " "), "image_alt"],
    ...[randomUUID(), cover.value.imageId, avatar.value.imageId].map((one) => [image(one), "image_gone"]),
  ]) {
    expect(await createArticle(writer, randomUUID(), article({ source }))).toEqual({ ok: false, code });
    expect(await saveArticle(writer, made, article({ source }))).toEqual({ ok: false, code });
  }
  expect(await articleToWrite(writer, made.postId)).toMatchObject({ source: "Some *text*" });
  expect(await createArticle(writer, randomUUID(), article({ coverId: id, coverAlt: "A" }))).toEqual({
    ok: false,
    code: "no_cover",
  });
});

it("who may change all articles uses the pictures of all; a user their own and those that stand there already", async () => {
  process.env.BLOG_OPEN_AUTHORSHIP = "on";
  forgetEnv();
  const user = await world.user();
  const theirs = await textImage(user);
  const writers = await textImage();
  expect(await createArticle(user, randomUUID(), article({ source: image(writers) }))).toEqual({
    ok: false,
    code: "image_gone",
  });
  const made = await begunBy(user, { source: image(theirs) });
  const both = article({ source: image(theirs) + image(writers) });
  const saved = await saveArticle(writer, made, both);
  if (!saved.ok) throw new Error(saved.code);
  expect(await saveArticle(user, saved.value, both)).toMatchObject({ ok: true });
  expect(await previewText(user, { postId: made.postId, source: image(writers) })).toContain("<img");
  expect(await previewText(user, { postId: null, source: image(writers) })).toBe("<p>A street</p>");
});

it("what no article has taken within a day is forgotten by the round of ticks, with its copies, and nothing else", async () => {
  const cover = await storeImage(writer, "cover", await photo());
  if (!cover.ok) throw new Error(cover.code);
  const [used, unused, saving] = [await textImage(), await textImage(), await textImage()];
  const avatar = await setAvatar(writer, await photo());
  if (!avatar.ok) throw new Error(avatar.code);
  const gone = [cover.value.imageId, unused];
  const made = await begunBy(writer, { source: image(used) });
  await world.turn(23 * HOUR);
  await forgetUnusedImages();
  expect(await stored([...gone, used, saving, avatar.value.imageId])).toBe(5);
  await world.turn(HOUR);
  // Somebody is about to take one: it is not waited for, and looked at next time.
  await held([saving], forgetUnusedImages);
  expect(await stored(gone)).toBe(0);
  expect(await world.db.image.count({ where: { variantOf: { in: gone } } })).toBe(0);
  expect(await stored([used, saving, avatar.value.imageId])).toBe(3);
  const failed: string[] = [];
  await maintainPosts((message) => failed.push(message));
  expect(failed).toEqual([]);
  expect(await stored([used, saving, avatar.value.imageId])).toBe(2);
  // What was in an article once goes with the last that has it.
  await deleteArticle(writer, made.postId);
  expect(await stored([used])).toBe(0);
  await world.forget();
});

it("of many pictures a round forgets so many and the next ones the others", async () => {
  await world.db.$executeRaw`
    INSERT INTO images (id, owner_id, mime_type, width, height, bytes, purpose, forget_at)
    SELECT uuid_v7(), ${writer.id}::uuid, 'image/webp', 1, 1, '', 'cover', engine_now() - n * interval '1 second'
    FROM generate_series(1, ${FORGOTTEN_AT_ONCE + 1}) n`;
  const left = () => world.db.image.count({ where: { width: 1 } });
  await forgetUnusedImages();
  expect(await left()).toBe(1);
  await forgetUnusedImages();
  expect(await left()).toBe(0);
});

function stored(ids: readonly string[]): Promise<number> {
  return world.db.image.count({ where: { id: { in: [...ids] } } });
}

/** Holds pictures as a save does that goes on no further. */
async function held(ids: readonly string[], meanwhile: () => Promise<unknown>): Promise<void> {
  await world.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM images WHERE id = ANY(${ids}::uuid[]) FOR UPDATE`;
    await meanwhile();
  }, PATIENT);
}

it("two saves that take each other's pictures come one after the other, whichever they name first", async () => {
  const other = await world.user("admin");
  const [one, two] = [await textImage(), await textImage()];
  // A third has both, so that neither goes when it is given up.
  await begunBy(writer, { source: image(one) + image(two) });
  const mine = await begunBy(writer, { source: image(one) });
  const theirs = await begunBy(other, { source: image(two) });
  let saving: Promise<{ ok: boolean }[]> = Promise.resolve([]);
  // Both are under way, and neither has what the other gives up, when they go on together.
  await held([one, two], async () => {
    saving = Promise.all([
      saveArticle(writer, mine, article({ source: image(two) })),
      saveArticle(other, theirs, article({ source: image(one) })),
    ]);
    saving.catch(() => undefined);
    await expect.poll(() => lockWaits(world.db), { timeout: 20_000 }).toBe(2);
  });
  expect(await saving).toMatchObject([{ ok: true }, { ok: true }]);
});

async function widthOf(imageId: string, query: string): Promise<number> {
  const request = new Request(`http://posthorn.test/api/images/${imageId}${query}`);
  const answer = await GET(request, { params: Promise.resolve({ id: imageId }) });
  return (await sharp(await answer.arrayBuffer()).metadata()).width;
}
