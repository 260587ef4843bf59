import { NextIntlClientProvider } from "next-intl";
import { createElement, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { useForm, type Control } from "react-hook-form";
import { describe, expect, it } from "vitest";
import { ChoiceField } from "@/components/forms/choice-field";
import { labelIn, packChoices } from "@/components/forms/packed-choices";
import { RadioField } from "@/components/forms/radio-field";
import { TextField } from "@/components/forms/text-field";
import { catalogue } from "@/lib/i18n/catalogues";

interface Fields {
  name: string;
  password: string;
  zone: string;
  language: string;
}

const zones = packChoices([
  { value: "UTC", label: "UTC" },
  { value: "Europe/Moscow", label: "Europe/Moscow (UTC+3)" },
  { value: "Europe/Berlin", label: "Europe/Berlin (UTC+1)" },
]);
const values = { name: "Ann", password: "", zone: "Europe/Moscow", language: "ru" };
const refused = { name: { type: "server", message: "required" } };

/** What the server renders of fields, with a fault at the name where one is wished. */
function rendered(fields: (control: Control<Fields>) => ReactNode, errors: object = {}): string {
  function Form() {
    return fields(useForm<Fields>({ defaultValues: values, errors }).control);
  }
  return renderToStaticMarkup(
    createElement(NextIntlClientProvider, {
      ...catalogue("en"),
      timeZone: "UTC",
      children: createElement(Form),
    }),
  );
}

const name = (hint?: string) => (control: Control<Fields>) =>
  createElement(TextField<Fields>, { control, name: "name", label: "Name", ...(hint && { hint }) });

/** The attribute of the first element that has it. */
const valueOf = (html: string, attribute: string) => new RegExp(`\\b${attribute}="([^"]*)"`).exec(html)?.[1];

describe("a field as the server renders it", () => {
  it("is called by its label, and described by its hint", () => {
    const html = rendered(name("As on your passport"));
    expect(html).toMatch(new RegExp(`<input[^>]* id="${valueOf(html, "for")}"[^>]* value="Ann"`));
    expect(html).toMatch(new RegExp(`id="${valueOf(html, "aria-describedby")}"[^>]*>As on your passport<`));
    expect(html).not.toContain("aria-invalid");
  });

  it("says what is wrong with it in place of its hint", () => {
    const html = rendered(name("As on your passport"), refused);
    expect(html).toMatch(/<input[^>]* aria-invalid="true"/);
    expect(html).toMatch(new RegExp(`id="${valueOf(html, "aria-describedby")}"[^>]*>[^<]+<`));
    expect(html).not.toContain("passport");
  });

  it("of many choices shows and sends the chosen one, and holds no other", () => {
    const html = rendered((control) =>
      createElement(ChoiceField<Fields>, { control, name: "zone", label: "Zone", choices: zones }),
    );
    expect(html).toMatch(new RegExp(`<input[^>]* id="${valueOf(html, "for")}"[^>]* readOnly=""`));
    expect(html).toContain('value="Europe/Moscow (UTC+3)"');
    expect(html).toContain('<input type="hidden" name="zone" value="Europe/Moscow"/>');
    expect(html).not.toContain("Berlin");
  });

  it("of a few choices is one group, and works without script", () => {
    const html = rendered((control) =>
      createElement(RadioField<Fields>, {
        ...{ control, name: "language", label: "Language" },
        choices: ["en", "ru"].map((value) => ({ value, label: value, lang: value })),
      }),
    );
    expect(html).toMatch(new RegExp(`role="radiogroup"[^>]*><span id="${valueOf(html, "aria-labelledby")}"`));
    expect(html.match(/type="radio"/g)).toHaveLength(2);
    expect(html.match(/<input[^>]*checked=""[^>]*>/g)).toHaveLength(1);
    expect(html).toMatch(/<input[^>]*checked=""[^>]*value="ru"|<input[^>]*value="ru"[^>]*checked=""/);
  });

  it("takes at most half a kilobyte, a password's three times as much", () => {
    expect(rendered(name("As on your passport")).length).toBeLessThan(500);
    const password = rendered((control) =>
      createElement(TextField<Fields>, { control, name: "password", type: "password", label: "Password" }),
    );
    expect(password.length).toBeLessThan(1_500);
  });
});

it.each([
  ["UTC", "UTC"],
  ["Europe/Berlin", "Europe/Berlin (UTC+1)"],
  ["Europe", ""],
  ["", ""],
])("the name of %o among packed choices is %o", (value, label) => {
  expect(labelIn(zones, value)).toBe(label);
});
