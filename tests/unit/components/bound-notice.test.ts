import { NextIntlClientProvider } from "next-intl";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { BoundNotice } from "@/components/mailings/bound-notice";
import en from "@/lib/i18n/messages/en.json";
import ru from "@/lib/i18n/messages/ru.json";

const bound = {
  batches: 2,
  emails: 152,
  since: new Date("2026-11-29T10:30:00Z"),
  until: new Date("2026-11-30T09:30:00Z"),
};

function noticeOf(locale: "en" | "ru", facts: typeof bound | null): string {
  const notice = createElement(BoundNotice, { bound: facts, timeZone: "Europe/Moscow" });
  const props = { locale, messages: locale === "en" ? en : ru, children: notice };
  return renderToStaticMarkup(createElement(NextIntlClientProvider, props));
}

it.each([
  [
    "en",
    "152 emails wait",
    "Since Nov 29, 2026, 13:30 (Europe/Moscow)",
    "Nov 30, 2026, 12:30 (Europe/Moscow)",
    "An administrator can set both back",
  ],
  [
    "ru",
    "152 письма ждут",
    "С 29 нояб. 2026 г., 13:30 (Europe/Moscow)",
    "30 нояб. 2026 г., 12:30 (Europe/Moscow)",
    "администратор может вернуть прежние значения",
  ],
] as const)(
  "a mailing's page names in %s the emails bound to another provider account, since and until when, and what can be done",
  (locale, emails, since, until, remedy) => {
    const notice = noticeOf(locale, bound);
    expect(notice).toContain(emails);
    expect(notice).toContain(since);
    expect(notice).toContain(until);
    expect(notice).toContain(remedy);
    expect(notice).toContain("RESEND_BASE_URL");
  },
);

it("says nothing where there are none", () => {
  expect(noticeOf("en", null)).toBe("");
});
