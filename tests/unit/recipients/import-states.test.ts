import { describe, expect, it } from "vitest";
import { matchColumns } from "@/lib/recipients/import-columns";
import type { Delimiter } from "@/lib/recipients/import-delimiter";
import { readRow, type ReadRow } from "@/lib/recipients/import-row";
import { isStateColumn, stateRule } from "@/lib/recipients/import-states";
import { readRealFile } from "@/tests/support/real-files";

const told = (read: ReadRow) => {
  if (!read.ok) return read.reason;
  const { row, state, unknown } = read;
  if (state !== null) return `${row.email} ${state.reason} (${state.note})`;
  return unknown === null
    ? `${row.email} ${row.name}`.trim()
    : `${row.email} ? ${unknown.column}: ${unknown.value}`;
};

describe("people who may receive nothing in an export of another product are told from the others", () => {
  it.each<[file: string, rows: string[], delimiter?: Delimiter]>([
    [
      "i12-ghost-unsub.csv",
      [
        "on@i12.example Ona Reed",
        "off@i12.example unsubscribed (subscribed_to_emails: false)",
        "gone@i12.example manual (deleted_at: 2024-06-01T10:00:00.000Z)",
      ],
    ],
    ["i18-mailchimp-unsub.csv", ["out@i18.example unsubscribed (UNSUB_TIME: 2023-04-02 10:00:00)"]],
    ["x01-listmonk.csv", ["on@x01.example Ona Reed", "blocked@x01.example manual (status: blocklisted)"]],
    [
      "x02-keila.csv",
      [
        "on@x02.example Ona Reed",
        "out@x02.example unsubscribed (Status: unsubscribed)",
        "bad@x02.example bounced (Status: unreachable)",
      ],
    ],
    ["x03-mailchimp-subscribed.csv", ["on@x03.example Ona Reed"]],
    ["x03b-mailchimp-cleaned.csv", ["bad@x03b.example bounced (CLEAN_TIME: 2023-05-01 10:00:00)"]],
    [
      "x04-unisender.csv",
      [
        "on@x04.example Она",
        "out@x04.example unsubscribed (email_status: unsubscribed)",
        "bad@x04.example bounced (email_availability: unreachable)",
      ],
    ],
    ["x05-sendpulse.csv", ["on@x05.example Она", "out@x05.example unsubscribed (Статус: Отписан)"], ";"],
    [
      "x07-hubspot.csv",
      [
        "on@x07.example Ona Reed",
        "out@x07.example unsubscribed (Unsubscribed from all email: true)",
        "bad@x07.example bounced (Email hard bounce reason: UNKNOWN_USER)",
        "email_missing",
      ],
    ],
    [
      "x07b-hubspot-optout.csv",
      [
        "out@x07b.example unsubscribed (Portal Unsubscribe: TRUE)",
        "spam@x07b.example complained (Portal Spam Report: TRUE)",
        "bad@x07b.example bounced (Portal Bounce: TRUE)",
      ],
    ],
    ["x12-substack.csv", ["on@x12.example", "out@x12.example manual (email_disabled: true)"]],
    [
      "x13-phplist.csv",
      [
        "out@x13.example manual (blacklisted: 1)",
        "new@x13.example manual (confirmed: 0)",
        "on@x13.example Ona Reed",
      ],
      "\t",
    ],
    [
      "x16-kit.csv",
      [
        "on@x16.example Ona",
        "out@x16.example unsubscribed (state: cancelled)",
        "bad@x16.example bounced (state: bounced)",
      ],
    ],
  ])("%s", async (file, rows, delimiter) => {
    const read = await readRealFile(file, delimiter === undefined ? {} : { delimiter });
    expect(read.map(told)).toEqual(rows);
  });

  const of = (names: string[], ...cells: string[]) => {
    const row = ["vera@x.example", ...cells];
    const { uses, optOuts } = matchColumns([["Email", ...names], row]);
    return told(readRow({ line: 2, cells: row }, uses, optOuts));
  };

  it.each([
    [["Email Blacklisted"], ["Yes"], "manual (Email Blacklisted: Yes)"],
    [["EMAIL_BLOCKLISTED"], ["true"], "manual (EMAIL_BLOCKLISTED: true)"],
    [["Is this subscriber blacklisted"], ["1"], "manual (Is this subscriber blacklisted: 1)"],
    [["Email Opt Out"], ["1"], "unsubscribed (Email Opt Out: 1)"],
    [["Opted out of email: News"], ["true"], "unsubscribed (Opted out of email: News: true)"],
    [["Unsubscribed At"], ["2024-01-01"], "unsubscribed (Unsubscribed At: 2024-01-01)"],
    [["Дата отписки"], ["01.02.2024"], "unsubscribed (Дата отписки: 01.02.2024)"],
    [["Статус"], ["Не подтверждён"], "manual (Статус: Не подтверждён)"],
    [
      ["Marketing contact status"],
      ["Non-marketing contact"],
      "manual (Marketing contact status: Non-marketing contact)",
    ],
    [["Subscription status"], ["Opted-Out"], "unsubscribed (Subscription status: Opted-Out)"],
    [["Status", "Complained"], ["Bounced", "yes"], "complained (Complained: yes)"],
    [["Hard bounced"], ["TRUE"], "bounced (Hard bounced: TRUE)"],
    [["Suppressed"], ["Unsubscribed"], "unsubscribed (Suppressed: Unsubscribed)"],
    // By the cells, whatever the column is called: Wix, Klaviyo, AcyMailing.
    [["Email subscriber status"], ["Unsubscribed"], "unsubscribed (Email subscriber status: Unsubscribed)"],
    [["Email deliverability status"], ["Bounced"], "bounced (Email deliverability status: Bounced)"],
    [["Email Marketing Consent"], ["NEVER_SUBSCRIBED"], "manual (Email Marketing Consent: NEVER_SUBSCRIBED)"],
    [["Global status"], ["Unsubscribed"], "unsubscribed (Global status: Unsubscribed)"],
    [["Active"], ["no"], "manual (Active: no)"],
    [["Opted in"], ["0"], "manual (Opted in: 0)"],
    [["Newsletter"], ["0"], "manual (Newsletter: 0)"],
    [["Подписка"], ["нет"], "manual (Подписка: нет)"],
    [["Согласие на рассылку"], ["нет"], "manual (Согласие на рассылку: нет)"],
    // What says nothing of it.
    [["SMS status"], ["Unsubscribed"], ""],
    [["Подписка", "Newsletter", "Active"], ["Премиум", "Weekly", "2024-01-01"], ""],
    [["Unsubscribed", "Bounced at", "Deleted at"], ["0", "NULL", "0000-00-00 00:00:00"], ""],
    [["SMS blacklisted", "Bounce count", "Soft bounced", "Lead status"], ["1", "3", "yes", "Lost"], ""],
    [["Status"], [""], ""],
    [["State"], ["Oklahoma"], ""],
    [["State"], ["OK"], ""],
    [["posthorn unsubscribe", "Unsubscribe link"], ["https://x.example/?a", "https://x.example/?b"], ""],
    [["Enabled"], ["0"], "manual (Enabled: 0)"],
    [["Status"], ["Expired"], "? Status: Expired"],
    // What is not understood.
    [["Status"], ["VIP"], "? Status: VIP"],
    [["Status", "Unsubscribed"], ["VIP", "yes"], "unsubscribed (Unsubscribed: yes)"],
    [["Unsubscribed"], ["maybe"], "? Unsubscribed: maybe"],
  ])("%j says %j: %s", (names, cells, said) => {
    expect(of(names, ...cells)).toBe(`vera@x.example ${said}`.trim());
  });

  it("are suppressed whatever else is wrong with their row", () => {
    expect(of(["Name", "Status"], "x".repeat(201), "unsubscribed")).toContain("unsubscribed");
  });

  it("are recipients where somebody says that the states are to be ignored", () => {
    const rows = [
      ["Email", "Status"],
      ["vera@x.example", "blocked"],
    ];
    expect(matchColumns(rows, undefined, { ignoreStates: true }).uses[1]).toEqual({
      kind: "field",
      name: "status",
    });
  });
});

describe("a list of opt-outs", () => {
  it.each([
    [["Email Address", "UNSUB_TIME", "UNSUB_REASON"], "unsubscribed"],
    [["Email Address", "CLEAN_TIME"], "bounced"],
    [["Email", "Portal Unsubscribe", "Global Bounce"], "manual"],
    [["Unsubscribed email"], "unsubscribed"],
    [["Bounced emails"], "bounced"],
    [["Blocklisted addresses"], "manual"],
    [["Отписавшиеся"], "unsubscribed"],
    [["Email отписавшихся"], "unsubscribed"],
    [["Недоставленные email"], "bounced"],
  ])("never becomes one of recipients, not even with its states ignored: %j", (names, reason) => {
    const row = ["vera@x.example", ...names.slice(1).map(() => "")];
    const { uses, optOuts } = matchColumns([names, row], undefined, { ignoreStates: true });
    expect(readRow({ line: 2, cells: row }, uses, optOuts)).toMatchObject({ ok: true, state: { reason } });
  });
});

it.each(["Список отписавшихся", "Unsubscribed contacts"])("is known by its title too: %s", (title) => {
  expect(matchColumns([[title], ["Email"], ["vera@x.example"]]).optOuts).toMatchObject({
    reason: "unsubscribed",
  });
});

it("an export of one's own says in its last column who is suppressed, and its merge fields of such names say nothing", () => {
  const rows = [
    ["email", "name", "comment", "status", "unsubscribed", "suppressed"],
    ["a@x.example", "", "", "VIP", "no", "manual"],
  ];
  expect(matchColumns(rows)).toMatchObject({
    uses: [{}, {}, {}, { kind: "field" }, { kind: "field" }, { kind: "state" }],
    optOuts: null,
  });
  expect(matchColumns(rows, undefined, { ignoreStates: true }).uses[5]).toEqual({ kind: "ignored" });
  const suppressed = (reason: string) => {
    const row = ["a@x.example", "", "", "VIP", "no", reason];
    return told(readRow({ line: 2, cells: row }, matchColumns([rows[0] ?? [], row]).uses));
  };
  expect(suppressed("")).toBe("a@x.example");
  for (const reason of ["unsubscribed", "bounced", "complained", "manual"]) {
    expect(suppressed(reason)).toBe(`a@x.example ${reason} (suppressed: ${reason})`);
  }
});

it("a column that says something about the address is no further address, though its first cells are blank", () => {
  const rows = [
    ["Email", "Email Quarantined"],
    ["vera@x.example", ""],
  ];
  expect(matchColumns(rows).uses[1]).toMatchObject({ kind: "state" });
});

it.each([
  "City",
  "Tags",
  "active_subscription",
  "posthorn unsubscribe",
  "Unsubscribe URL",
  "Cancelled at",
  "optedin",
  "Plan",
  "Confirm time",
  "Last unsubscribed list",
  "Notes",
  "Real estate",
])("%s is no column of states", (name) => {
  expect(stateRule(name) === null || !isStateColumn(name, ["active"])).toBe(true);
});
