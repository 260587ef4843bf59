import { NextIntlClientProvider } from "next-intl";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it, vi } from "vitest";
import { OccurrenceContent } from "@/components/timeline/occurrence-content";
import en from "@/lib/i18n/messages/en.json";
import ru from "@/lib/i18n/messages/ru.json";
import type { News, OccurrenceEntry } from "@/lib/timeline/occurrences";

vi.mock("@/lib/i18n/navigation", () => ({ getPathname: ({ href }: { href: string }) => href }));

const at = new Date("2026-11-29T10:30:00Z");
const news = (type: News["type"], automated: boolean): News => ({
  ...{ type, automated, first: at, last: at, times: 1, detail: null, bounce: null },
});

function stepsOf(locale: "en" | "ru", told: News[]): string[] {
  const entry: OccurrenceEntry = {
    ...{ kind: "occurrence", id: "d", address: "a@b.test", name: "", status: "accepted", reason: null },
    ...{ answer: null, settledAt: null, fate: null, fateDetail: null, resolution: null, at, subject: "News" },
    attempt: { id: "a", kind: "scheduled", occurrenceAt: at },
    mailing: { id: "m", name: "Weekly" },
    news: told,
  };
  const content = createElement(OccurrenceContent, { entry, email: "a@b.test", timeZone: "UTC" });
  const props = { locale, timeZone: "UTC", messages: locale === "en" ? en : ru, children: content };
  const html = renderToStaticMarkup(createElement(NextIntlClientProvider, props));
  return [...html.matchAll(/<li[^>]*>([^<]*)/g)].slice(1).map(([, text = ""]) => text);
}

it.each([
  ["en", "Opened automatically", "Link followed automatically", "Opened", "Link clicked"],
  ["ru", "Открыто автоматически", "Автоматический переход по ссылке", "Открыто", "Переход по ссылке"],
] as const)(
  "the history says in %s which openings and clicks look like a program's",
  (locale, openedByProgram, followedByProgram, opened, clicked) => {
    expect(
      stepsOf(locale, [
        ...[news("opened", true), news("clicked", true)],
        ...[news("opened", false), news("clicked", false)],
      ]),
    ).toEqual([openedByProgram, followedByProgram, opened, clicked]);
  },
);
