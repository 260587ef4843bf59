import { NextIntlClientProvider } from "next-intl";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { BoundNotice } from "@/components/mailings/bound-notice";
import en from "@/lib/i18n/messages/en.json";
import ru from "@/lib/i18n/messages/ru.json";

const bound = { batches: 2, emails: 152, until: new Date("2026-11-30T09:30:00Z") };

function noticeOf(locale: "en" | "ru", facts: typeof bound | null): string {
  const notice = createElement(BoundNotice, { bound: facts, timeZone: "Europe/Moscow" });
  const props = { locale, messages: locale === "en" ? en : ru, children: notice };
  return renderToStaticMarkup(createElement(NextIntlClientProvider, props));
}

it.each([
  ["en", "152 emails wait", "Nov 30, 2026, 12:30", "An administrator can set both back"],
  ["ru", "152 письма ждут", "30 нояб. 2026 г., 12:30", "администратор может вернуть прежние значения"],
] as const)(
  "a mailing's page names in %s the emails bound to another provider account, until when, and what can be done",
  (locale, emails, until, remedy) => {
    const notice = noticeOf(locale, bound);
    expect(notice).toContain(emails);
    expect(notice).toContain(until);
    expect(notice).toContain(remedy);
    expect(notice).toContain("RESEND_BASE_URL");
  },
);

it("says nothing where there are none", () => {
  expect(noticeOf("en", null)).toBe("");
});
