import sharp from "sharp";
import { expect, it } from "vitest";
import { mailImageIn, imageIn, wholeImageIn } from "@/lib/images/re-encode";

const strip = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#123456" } })
    .png()
    .toBuffer();

it("a strip that is too long is refused by its header, however few pixels it has", async () => {
  for (const [width, height] of [
    [1, 20_001],
    [20_001, 1],
  ] as const) {
    const bytes = await strip(width, height);
    const size = { width: 600, height: 600 };
    expect(
      await Promise.all([imageIn(bytes, size), wholeImageIn(bytes, size), mailImageIn(bytes, size)]),
    ).toEqual([null, null, null]);
  }
  expect(await wholeImageIn(await strip(20_000, 2), { width: 600, height: 600 })).toMatchObject({
    width: 600,
  });
});
