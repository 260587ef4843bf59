import { randomUUID } from "node:crypto";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { GET } from "@/app/api/images/[id]/route";
import { LARGEST_UPLOAD } from "@/lib/images/schema";
import { removeAvatar, setAvatar } from "@/lib/users/avatar";
import { World } from "@/tests/support/world";

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>`;

it("a picture is kept as a square of WebP without a word of the file it came in", async () => {
  const user = await world.user();
  const { id } = user;
  const secret = "52.5200 13.4050 and <script>alert(1)</script>";
  const photo = await sharp(image(900, 600))
    .withExif({ IFD0: { ImageDescription: secret } })
    .jpeg()
    .toBuffer();
  // A picture with something after its end is a picture and something else in one file.
  const polyglot = Buffer.concat([photo, Buffer.from(`<html>${secret}</html>`)]);
  const kept = await setAvatar(user, polyglot);
  if (!kept.ok) throw new Error(kept.code);
  const { imageId } = kept.value;
  const stored = await world.db.image.findUniqueOrThrow({ where: { id: imageId } });
  expect(stored).toMatchObject({ ownerId: id, mimeType: "image/webp", width: 256, height: 256 });
  expect(await sharp(stored.bytes).metadata()).toMatchObject({ format: "webp", width: 256, height: 256 });
  expect(Buffer.from(stored.bytes).includes("script")).toBe(false);
  expect((await sharp(stored.bytes).metadata()).exif).toBeUndefined();
  expect(await avatarOf(id)).toBe(imageId);
});

it("PNG, WebP and AVIF are pictures too; the one before goes with its bytes, and so does one that is removed", async () => {
  const user = await world.user();
  const { id } = user;
  const files = [
    await sharp(image(40, 40)).png().toBuffer(),
    await sharp(image(40, 40)).webp().toBuffer(),
    await sharp(image(40, 40)).avif().toBuffer(),
  ];
  for (const file of files) expect(await setAvatar(user, file)).toMatchObject({ ok: true });
  expect(await world.db.image.count({ where: { ownerId: id } })).toBe(1);
  expect(await removeAvatar(user)).toMatchObject({ ok: true });
  expect(await world.db.image.count({ where: { ownerId: id } })).toBe(0);
  expect(await avatarOf(id)).toBeNull();
});

it.each([
  ["an SVG", () => Buffer.from(SVG)],
  [
    "an SVG that begins like a JPEG",
    () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from(SVG)]),
  ],
  ["a GIF", () => sharp(image(9, 9)).gif().toBuffer()],
  ["a page", () => Buffer.from("<html><script>alert(1)</script></html>")],
  ["a PDF", () => Buffer.from("%PDF-1.7\n%....")],
  ["nothing", () => Buffer.alloc(0)],
  ["a PNG that is cut off", async () => (await sharp(image(300, 300)).png().toBuffer()).subarray(0, 200)],
  ["a PNG of 8,000 by 7,000 pixels", () => sharp(image(8_000, 7_000)).png().toBuffer()],
])("%s is no picture", async (_what, file) => {
  const user = await world.user();
  const { id } = user;
  expect(await setAvatar(user, await file())).toEqual({ ok: false, code: "no_image" });
  expect(await avatarOf(id)).toBeNull();
  expect(await world.db.image.count({ where: { ownerId: id } })).toBe(0);
});

it("a file that is too large is not looked at, a closed account gets no picture", async () => {
  const user = await world.user();
  const { id } = user;
  expect(await setAvatar(user, Buffer.alloc(LARGEST_UPLOAD + 1))).toEqual({ ok: false, code: "too_large" });
  await world.db.user.update({ where: { id }, data: { closedAt: new Date() } });
  const file = await sharp(image(9, 9)).png().toBuffer();
  expect(await setAvatar(user, file)).toEqual({ ok: false, code: "forbidden" });
  expect(await world.db.image.count({ where: { ownerId: id } })).toBe(0);
});

it("who is blocked while the image is on its way gets none, nor loses the one that is there", async () => {
  const user = await world.user();
  const file = await sharp(image(9, 9)).png().toBuffer();
  expect(await setAvatar(user, file)).toMatchObject({ ok: true });
  const before = await avatarOf(user.id);
  await world.db.user.update({
    where: { id: user.id },
    data: { blockedAt: new Date(), blockedReason: "spam" },
  });
  expect(await setAvatar(user, file)).toEqual({ ok: false, code: "forbidden" });
  expect(await removeAvatar(user)).toEqual({ ok: false, code: "forbidden" });
  expect(await avatarOf(user.id)).toBe(before);
  expect(await world.db.image.count({ where: { ownerId: user.id } })).toBe(1);
});

it("a picture is served for good, not again to whoever has it, and under its own type", async () => {
  const user = await world.user();
  const kept = await setAvatar(user, await sharp(image(9, 9)).png().toBuffer());
  if (!kept.ok) throw new Error(kept.code);
  const answer = await get(kept.value.imageId);
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-type": "image/webp",
    "cache-control": "public, max-age=31536000, immutable",
  });
  const etag = answer.headers.get("etag") ?? "";
  expect((await get(kept.value.imageId, { "if-none-match": etag })).status).toBe(304);
  expect((await get(randomUUID())).status).toBe(404);
  expect((await get("../../etc/passwd")).status).toBe(404);
});

it("what is stored as anything but a picture is not served", async () => {
  const { id } = await world.db.image.create({
    data: { purpose: "avatar", mimeType: "image/svg+xml", width: 9, height: 9, bytes: Buffer.from(SVG) },
  });
  expect((await get(id)).status).toBe(404);
});

function get(id: string, headers: Record<string, string> = {}): Promise<Response> {
  const request = new Request("http://posthorn.test/", { headers });
  return GET(request, { params: Promise.resolve({ id }) });
}

async function avatarOf(id: string): Promise<string | null> {
  return (await world.db.user.findUniqueOrThrow({ where: { id } })).avatarId;
}

function image(width: number, height: number) {
  return { create: { width, height, channels: 3, background: "#23407a" } } as const;
}
