import { parse, TYPE, type MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import { describe, expect, it } from "vitest";
import en from "@/lib/i18n/messages/en.json";
import ru from "@/lib/i18n/messages/ru.json";

type Catalogue = { [key: string]: string | Catalogue };

describe("the catalogues", () => {
  const english = texts(en);
  const russian = texts(ru);

  it("have the same keys in both languages", () => {
    expect([...russian.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it("take the same arguments in both languages", () => {
    for (const [key, text] of english) {
      expect(argumentsOf(russian.get(key) ?? ""), key).toEqual(argumentsOf(text));
    }
  });

  it("begin no line with a dash in Russian", () => {
    for (const [key, text] of russian) expect(text, key).not.toContain(" — ");
  });

  it("leave no text empty", () => {
    for (const [key, text] of [...english, ...russian]) expect(text.trim(), key).not.toBe("");
  });

  it("have every plural form that the language counts with", () => {
    expectPlurals(english, ["one", "other"]);
    expectPlurals(russian, ["one", "few", "many", "other"]);
  });
});

function texts(catalogue: Catalogue, prefix = ""): Map<string, string> {
  const entries = Object.entries(catalogue).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[prefix + key, value]] : [...texts(value, `${prefix}${key}.`)],
  );
  return new Map(entries);
}

/** "name:type" of every argument, nested ones included, once each and in order. */
function argumentsOf(text: string): string[] {
  const found = new Set<string>();
  walk(parse(text), (element) => {
    if (element.type !== TYPE.literal && element.type !== TYPE.pound) {
      found.add(`${element.value}:${element.type}`);
    }
  });
  return [...found].sort();
}

function expectPlurals(catalogue: Map<string, string>, forms: string[]): void {
  for (const [key, text] of catalogue) {
    walk(parse(text), (element) => {
      if (element.type === TYPE.plural) expect(Object.keys(element.options), key).toEqual(forms);
    });
  }
}

function walk(elements: MessageFormatElement[], visit: (element: MessageFormatElement) => void): void {
  for (const element of elements) {
    visit(element);
    if (element.type === TYPE.plural || element.type === TYPE.select) {
      for (const option of Object.values(element.options)) walk(option.value, visit);
    }
    if (element.type === TYPE.tag) walk(element.children, visit);
  }
}
