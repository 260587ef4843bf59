import { describe, expect, it } from "vitest";
import { acceptedLocale } from "@/lib/i18n/accepted-locale";

describe("the language of a browser", () => {
  it.each([
    ["ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", "ru"],
    ["en-GB,en;q=0.9,ru;q=0.8", "en"],
    ["de-DE,de;q=0.9,ru;q=0.5,en;q=0.4", "ru"],
    ["en;q=0.4,ru;q=0.5", "ru"],
    ["RU", "ru"],
    ["ru;q=0,de", "en"],
    ["de,fr", "en"],
    ["ru;q=nonsense", "en"],
    ["", "en"],
    [null, "en"],
  ])("of %j is %s", (header, locale) => {
    expect(acceptedLocale(header)).toBe(locale);
  });
});
