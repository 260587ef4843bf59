import { NextIntlClientProvider } from "next-intl";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { PastePreview } from "@/components/recipients/paste-preview";
import en from "@/lib/i18n/messages/en.json";

it("a stored Punycode address is shown in its own letters", () => {
  const rows = [{ email: "info@xn--e1afmkfd.xn--p1ai", name: "Инфо" }];
  const counts = {
    people: 1,
    known: 0,
    suppressed: 0,
    toSuppress: 0,
    duplicates: 0,
    erased: 0,
    faults: [],
    invalid: 0,
  };
  const children = createElement(PastePreview, { preview: { rows, ...counts } });
  const page = renderToStaticMarkup(
    createElement(NextIntlClientProvider, { locale: "en", timeZone: "UTC", messages: en, children }),
  );
  expect(page).toContain("info@пример.рф");
  expect(page).not.toContain("xn--");
});
