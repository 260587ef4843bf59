import { NextIntlClientProvider } from "next-intl";
import { createElement, type FunctionComponent } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";
import type { TableRows } from "@/components/lists/table-rows";
import { MailingsTable } from "@/components/mailings/mailings-table";
import { RecipientsTable } from "@/components/recipients/recipients-table";
import type { AttemptSummary } from "@/lib/attempts/queries";
import { catalogue } from "@/lib/i18n/catalogues";

vi.mock("@/lib/i18n/navigation", () => ({ getPathname: ({ href }: { href: string }) => href }));

/** What a page writes out of the rows beside their HTML, for the browser's router. */
const written = vi.hoisted(() => [] as string[]);
vi.mock("@/components/lists/table-rows", async (original) => {
  const { TableRows: real } = await original<{ TableRows: typeof TableRows }>();
  return {
    TableRows: (props: Parameters<typeof TableRows>[0]) => {
      written.push(props.rows);
      return real(props);
    },
  };
});

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

/** Bytes of a table as a page sends it: as HTML, and its rows once more as one text. */
function bytesOf<Props extends object>(table: FunctionComponent<Props>, props: Props) {
  written.length = 0;
  const children = createElement(table, props);
  const html = renderToStaticMarkup(
    createElement(NextIntlClientProvider, { ...catalogue("en"), timeZone: "UTC", children }),
  );
  expect(written).toHaveLength(1);
  return { html: Buffer.byteLength(html), text: Buffer.byteLength(written.join()) };
}

describe("fifty rows of a list are at most so many bytes of HTML and of text", () => {
  it.each([
    [
      "mailings",
      { html: 38_500, text: 17_500 },
      () => bytesOf(MailingsTable, { rows: mailings, lastAttempts: attempts, timeZone: "Europe/Moscow" }),
    ],
    [
      "recipients",
      { html: 30_500, text: 15_600 },
      () =>
        bytesOf(RecipientsTable, {
          rows: recipients,
          list,
          scope: "own" as const,
          columns: { name: true, lists: false, state: true, added: true, fields: [] },
          timeZone: "Europe/Moscow",
        }),
    ],
  ])("%s: %o", (_name, most, measure) => {
    const bytes = measure();
    for (const part of ["html", "text"] as const) {
      expect(bytes[part]).toBeLessThan(most[part]);
      expect(bytes[part]).toBeGreaterThan(most[part] * 0.95);
    }
  });
});
