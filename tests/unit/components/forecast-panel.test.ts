import { NextIntlClientProvider } from "next-intl";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it, vi } from "vitest";
import { ForecastPanel } from "@/components/mailings/forecast-panel";
import en from "@/lib/i18n/messages/en.json";
import ru from "@/lib/i18n/messages/ru.json";
import type { DraftForecast } from "@/lib/mailings/draft-forecast";
import type { MailingFields } from "@/lib/mailings/schema";

vi.mock("@/lib/i18n/navigation", () => ({ getPathname: ({ href }: { href: string }) => href }));

const fields: MailingFields = {
  ...{ name: "", messageId: "", audience: "everybody", when: "at", period: "once" },
  ...{ startLocal: "2040-01-01T09:00", endLocal: "", timeZone: "UTC" },
};
const forecast: DraftForecast = {
  ...{ held: false, openAttempt: false, fault: null, atOnce: null, occurrences: [], calendar: [] },
  audience: {
    ...{ chosen: 1_234_567, duplicates: 0, excluded: 210_123, recipients: 1_024_444, gotBefore: 0 },
    suppressed: { unsubscribed: 51_234, bounced: 0, complained: 0, manual: 0 },
    receive: 973_210,
  },
  ...{ isEstimate: false, receive: 973_210, requests: 9_733, duration: 4_866_500 },
  ...{ quota: { daily: 100, monthly: null }, warnings: [] },
};

function textOf(locale: "en" | "ru", isEstimate: boolean, isOld: boolean): string {
  const shown = { forecast: { ...forecast, isEstimate }, isOld };
  const props = { locale, timeZone: "UTC", messages: locale === "en" ? en : ru };
  const panel = createElement(ForecastPanel, { shown, fields });
  const html = renderToStaticMarkup(createElement(NextIntlClientProvider, { ...props, children: panel }));
  return html.replaceAll(/<[^>]*>/g, "|").replaceAll(/\s/g, " ");
}

it.each([
  [
    ...(["en", "Counting…", "About 970,000 people receive it"] as const),
    ["about 1.2 million", "− about 210,000", "− about 51,000", "about 970,000"],
  ],
  [
    ...(["ru", "Считаем…", "Получат примерно 970 000 человек"] as const),
    ["примерно 1,2 млн", "− примерно 210 000", "− примерно 51 000", "примерно 970 000"],
  ],
] as const)(
  "an estimate says in %s that it is one, in every figure, until the exact ones come",
  (locale, counting, receive, figures) => {
    const about = textOf(locale, true, false);
    expect(about).toContain(counting);
    expect(about).toContain(receive);
    for (const figure of figures) expect(about).toContain(`|${figure}|`);
    expect(about).not.toMatch(/973.210|210.123|51.234/);
    const exact = textOf(locale, false, false);
    expect(exact).toMatch(/973.210.*210.123.*51.234/);
    expect(exact).not.toContain(counting);
  },
);

it("figures of before the last change say that new ones are being counted", () => {
  expect(textOf("en", false, true)).toContain("Counting…");
});
