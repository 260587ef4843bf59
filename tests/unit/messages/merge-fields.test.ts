import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeFields,
  escapeSource,
  fillTemplate,
  parseTemplate,
  usedFields,
  withFallbacks,
} from "@/lib/messages/merge-fields";

const fill = (source: string, values: Record<string, string>, escape = (value: string) => value) =>
  fillTemplate(parseTemplate(source), values, escape);

describe("merge fields", () => {
  it.each([
    ["{{name}}", "Vera"],
    ["Dear {{ name }}!", "Dear Vera!"],
    ["{{NAME}} of {{City}}", "Vera of Тверь"],
    ["{{name}}{{name}}", "VeraVera"],
    ["{{company name}}", "ООО «Ёлка»"],
    ["{{name|friend}}", "Vera"],
    ["{{missing|friend}}", "friend"],
    ["{{missing| dear friend }}", "dear friend"],
    ["{{blank|friend}}", "friend"],
    ["{{missing}}", ""],
    ["{{missing|}}", ""],
    ["{{company\u00a0name}} {{ company  name }}", "ООО «Ёлка» ООО «Ёлка»"],
    ["no fields", "no fields"],
    ["", ""],
  ])("%s", (source, filled) => {
    const values = { name: "Vera", city: "Тверь", "company name": "ООО «Ёлка»", blank: "  " };
    expect(fill(source, values)).toBe(filled);
  });

  it("show as their fallbacks in a title, and as themselves where they have none", () => {
    expect(withFallbacks("{{name|Dear reader}}, news of {{City}}")).toBe("Dear reader, news of {{city}}");
    expect(withFallbacks("no fields, {{}} {{|x}}")).toBe("no fields, {{}} {{|x}}");
  });

  it.each(["{name}", "{{}}", "{{name", "name}}", "{{a{b}}", "{{|x}}"])(
    "what is no field stays as it was written: %s",
    (source) => {
      expect(fill(source, { name: "Vera", a: "1", b: "2" })).toBe(source);
    },
  );

  // With work that grows by the square of these texts, they would not end within the test's time.
  it.each([
    ["blanks", `{{${" ".repeat(1_000_000)}`],
    ["a name", `{{${"a ".repeat(500_000)}`],
    ["a fallback", `{{a|${" ".repeat(1_000_000)}`],
    ["beginnings", "{{".repeat(500_000)],
    ["beginnings with blanks", "{{ ".repeat(330_000)],
    ["bars", `{{a${"|".repeat(1_000_000)}`],
  ])("what never ends is read once, however long: %s", (_what, source) => {
    expect(parseTemplate(source)).toEqual({ texts: [source], fields: [] });
  });

  it.each(["%7B%7B".repeat(300_000), `%7B%7B${"a".repeat(1_000_000)}`, `%7B%7B${"%20".repeat(300_000)}`])(
    "that were percent-encoded and never end are read once",
    (source) => {
      expect(decodeFields(source)).toBe(source);
    },
  );

  it.each([
    ["https://x.test/?n=%7B%7Bname%7D%7D", "https://x.test/?n={{name}}"],
    ["%7b%7Bcompany%20name%7Cno%20one%7D%7d", "{{company name|no one}}"],
    ["%7B%7B%D0%98%D0%BC%D1%8F%7D%7D", "{{Имя}}"],
    ...["%7B%7Ba b%7D%7D", "%7B%7B%ff%7D%7D", "%7B%7B%7D%7D", "%7B%7Ba%7Bb%7D%7D", "%7B%7Ba"].map((text) => [
      text,
      text,
    ]),
  ])("whose braces were percent-encoded are fields again: %s", (source = "", decoded) => {
    expect(decodeFields(source)).toBe(decoded);
  });

  it("values are escaped; the template's own text is not, and its fallbacks belong to it", () => {
    expect(
      fill("<b>{{a}}</b> {{none|Tom &amp; Co}}", { a: "<script>" }, (value) => value.replaceAll("<", "&lt;")),
    ).toBe("<b>&lt;script></b> Tom &amp; Co");
  });

  it("a value that looks like a field is not filled again", () => {
    expect(fill("{{a}}", { a: "{{b}}", b: "secret" })).toBe("{{b}}");
  });

  it("names of objects' own machinery are fields like any other", () => {
    expect(fill("[{{constructor}}][{{__proto__|x}}][{{tostring}}]", {})).toBe("[][x][]");
  });

  it("a text without fields comes back whole, whatever it holds", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }).filter((text) => !text.includes("{{")),
        (text) => {
          expect(fill(text, {})).toBe(text);
        },
      ),
    );
  });

  it("a value comes through whole between any texts", () => {
    const plain = fc.string().filter((text) => !/[{}]/.test(text));
    fc.assert(
      fc.property(
        plain,
        plain,
        fc.string().filter((value) => value.trim() !== ""),
        (before, after, value) => {
          expect(fill(`${before}{{x}}${after}`, { x: value })).toBe(before + value + after);
        },
      ),
    );
  });

  it("the imported columns that are used are named once, sorted, without the built-in ones", () => {
    expect(usedFields("{{name}} {{City}}", "{{city|x}} {{Age}}", "{{email}} {{view_in_browser}}")).toEqual([
      "age",
      "city",
    ]);
  });

  it("a plain source becomes one of HTML: text and fallbacks escaped once, fields untouched", () => {
    const source = escapeSource("A & {{Name | B & C}} & {{city}}", (text) => text.replaceAll("&", "&amp;"));
    expect(source).toBe("A &amp; {{name|B &amp; C}} &amp; {{city|}}");
  });
});
