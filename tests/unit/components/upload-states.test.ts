import { NextIntlClientProvider } from "next-intl";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { UploadStates } from "@/components/recipients/upload-states";
import en from "@/lib/i18n/messages/en.json";
import ru from "@/lib/i18n/messages/ru.json";
import { uploadOptions } from "@/lib/recipients/schema";

it.each([
  ["en", en, "May these people receive mail?", "suppress them", "import them"],
  ["ru", ru, "Можно ли писать этим людям?", "исключить их", "загрузить, как остальных"],
] as const)(
  "the page asks in %s what a state means that is not understood, and offers both answers, neither chosen",
  (locale, messages, question, ...answers) => {
    const children = createElement(UploadStates, {
      asked: ["Status: VIP, Lost"],
      answer: "",
      choose: () => undefined,
    });
    const page = renderToStaticMarkup(
      createElement(NextIntlClientProvider, { locale, timeZone: "UTC", messages, children }),
    );
    for (const text of [question, "Status: VIP, Lost", ...answers]) expect(page).toContain(text);
    expect(page.match(/type="radio"/g)).toHaveLength(2);
    expect(page).not.toContain("checked");
  },
);

it("an import takes the answer to suppress, none, and no other", () => {
  const columns = [{ kind: "email" }, { kind: "state", name: "Status" }];
  const read = (unknownStates?: string) =>
    uploadOptions.safeParse({ encoding: "utf-8", delimiter: ",", columns, consent: true, unknownStates })
      .success;
  expect([read(), read("suppress"), read("import")]).toEqual([true, true, false]);
});
