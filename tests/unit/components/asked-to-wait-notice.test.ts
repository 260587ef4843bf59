import { NextIntlClientProvider } from "next-intl";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { AskedToWaitNotice } from "@/components/mailings/asked-to-wait-notice";
import en from "@/lib/i18n/messages/en.json";
import ru from "@/lib/i18n/messages/ru.json";

const asked = {
  emails: 152,
  since: new Date("2026-11-30T09:10:00Z"),
  until: new Date("2026-11-30T09:30:00Z"),
  answer: "HTTP 429 slow down",
};

it.each([
  [
    "en",
    "152 emails wait",
    "Since Nov 30, 2026, 12:10 (Europe/Moscow)",
    "Nov 30, 2026, 12:30 (Europe/Moscow)",
  ],
  [
    "ru",
    "152 письма ждут",
    "С 30 нояб. 2026 г., 12:10 (Europe/Moscow)",
    "30 нояб. 2026 г., 12:30 (Europe/Moscow)",
  ],
] as const)(
  "a mailing's page says in %s since and until when the provider asked to wait, and in which zone that is",
  (locale, emails, since, until) => {
    const notice = createElement(AskedToWaitNotice, { asked, timeZone: "Europe/Moscow" });
    const props = { locale, messages: locale === "en" ? en : ru, children: notice };
    const said = renderToStaticMarkup(createElement(NextIntlClientProvider, props));
    for (const words of [emails, since, until, asked.answer]) expect(said).toContain(words);
  },
);
