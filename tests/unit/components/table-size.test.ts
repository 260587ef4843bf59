import { NextIntlClientProvider } from "next-intl";
import { createElement, type FunctionComponent } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";
import { MailingsTable } from "@/components/mailings/mailings-table";
import { RecipientsTable } from "@/components/recipients/recipients-table";
import type { AttemptSummary } from "@/lib/attempts/queries";
import { catalogue } from "@/lib/i18n/catalogues";

vi.mock("@/lib/i18n/navigation", () => ({ getPathname: ({ href }: { href: string }) => href }));

const ROWS = 50;
const AT = new Date("2026-11-10T07:00:01.093Z");
const idOf = (n: number) => `019aa000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const rowNumbers = Array.from({ length: ROWS }, (_, n) => n);

const mailings = rowNumbers.map((n) => ({
  ...{ id: idOf(n), name: "Newsletter of the shop", status: "running" as const, holds: [] },
  ...{ nextRunAt: AT, timeZone: "Europe/Moscow" },
}));
const attempts = new Map<string, AttemptSummary>(
  mailings.map(({ id }) => [
    id,
    {
      ...{ id, mailingId: id, kind: "scheduled", status: "succeeded", closingReason: null },
      ...{ occurrenceAt: AT, createdAt: AT, closedAt: AT, skippedOccurrences: 0, answer: null },
      ...{ planned: 64, accepted: 60, rejected: 4, skipped: 0, cancelled: 0, uncertain: 0 },
    },
  ]),
);
const recipients = rowNumbers.map((n) => ({
  ...{ id: idOf(n), email: "polina.smirnova@pismo.example", name: "Polina Smirnova", createdAt: AT },
  ...{ suppressed: null, owner: { id: idOf(n), name: "Emma Clarke" } },
}));
const list = { path: "/recipients", asked: { search: "" }, place: { before: "", after: "" } };

/** Bytes of a table as a page sends it, once as HTML; the tree for the browser's router is about twice as much. */
function bytesOf<Props extends object>(table: FunctionComponent<Props>, props: Props): number {
  const children = createElement(table, props);
  const html = renderToStaticMarkup(
    createElement(NextIntlClientProvider, { ...catalogue("en"), timeZone: "UTC", children }),
  );
  return Buffer.byteLength(html);
}

describe("fifty rows of a list are at most so many bytes of HTML", () => {
  it.each([
    [
      "mailings",
      55_000,
      () => bytesOf(MailingsTable, { rows: mailings, lastAttempts: attempts, timeZone: "Europe/Moscow" }),
    ],
    [
      "recipients",
      34_000,
      () =>
        bytesOf(RecipientsTable, {
          rows: recipients,
          list,
          scope: "own" as const,
          timeZone: "Europe/Moscow",
        }),
    ],
  ])("%s: %i", (_name, most, bytes) => {
    expect(bytes()).toBeLessThan(most);
    expect(bytes()).toBeGreaterThan(most / 2);
  });
});
