import fc from "fast-check";
import { expect, it } from "vitest";
import { isStorable, storableText } from "@/lib/storable-text";

it.each([
  ["a NUL", "a\0b", "a\ufffdb"],
  ["the first half of a pair", "a\ud83db", "a\ufffdb"],
  ["the second half of a pair", "\ude00b", "\ufffdb"],
  ["two halves the wrong way round", "\ude00\ud83d", "\ufffd\ufffd"],
])("text with %s is changed so that it can be stored", (_, text, stored) => {
  expect(isStorable(text)).toBe(false);
  expect(storableText(text)).toBe(stored);
});

it.each(["", "plain", "Привет, мир", "😀 and 👩‍👩‍👧", "\ufffd", "line\nline\ttab\u0001"])(
  "%j is stored as it is",
  (text) => {
    expect(isStorable(text)).toBe(true);
    expect(storableText(text)).toBe(text);
  },
);

it("what was cleaned is storable, whatever it was", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      fc.array(fc.integer({ min: 0, max: 0xffff })),
      (text, units) => {
        const cleaned = storableText(text + String.fromCharCode(...units));
        expect(isStorable(cleaned)).toBe(true);
        expect(Buffer.from(cleaned, "utf8").toString("utf8")).toBe(cleaned);
      },
    ),
  );
});
