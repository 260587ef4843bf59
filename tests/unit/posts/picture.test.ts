import sharp from "sharp";
import { afterEach, expect, it, vi } from "vitest";
import { articleImage, drawable } from "@/app/[locale]/(blog)/blog/[slug]/picture/article-image";

afterEach(() => {
  vi.unstubAllGlobals();
});

it("a picture is drawn of any title without asking the network for a font", async () => {
  const asked: string[] = [];
  const { fetch } = globalThis;
  vi.stubGlobal("fetch", (input: string | URL | Request, init?: RequestInit) => {
    const address = input instanceof Request ? input.url : String(input);
    if (/^https?:/.test(address)) asked.push(address);
    return fetch(input, init);
  });
  for (const title of [
    "Send less, and say when",
    "Тема письма: что видно до того, как его откроют",
    "日本 🎉 ok",
  ]) {
    const { width, height } = await sharp(await articleImage({ title, author: "Vera" })).metadata();
    expect({ width, height }).toEqual({ width: 1200, height: 630 });
  }
  expect(asked).toEqual([]);
});

it("Cyrillic letters are drawn as themselves, not as empty boxes", async () => {
  const draw = async (title: string) => (await articleImage({ title, author: "V" })).toString("base64");
  expect(await draw("жжж")).not.toBe(await draw("щщщ"));
});

it("what no packaged font has a glyph for is left out", () => {
  expect(drawable("Ёж и «ёлка» — naïve 🎉 日本 № 1…")).toBe("Ёж и «ёлка» — naïve № 1…");
});
