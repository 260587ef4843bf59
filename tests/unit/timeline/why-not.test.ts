import { describe, expect, it } from "vitest";
import type { DeliveryRow } from "@/lib/attempts/delivery-rows";
import { whyNot, type KnownRecipient, type RunFacts, type WhyNotFacts } from "@/lib/timeline/why-not";

const at = (hour: number) => new Date(Date.UTC(2026, 10, 1, 0, hour * 60));
const delivery: DeliveryRow = {
  ...{ id: "d", address: "a@b.test", name: "", status: "accepted", reason: null, answer: null },
  ...{ settledAt: at(13), fate: null, fateDetail: null, resolution: null },
};
const run: RunFacts = {
  ...{ kind: "scheduled", status: "succeeded", closingReason: null, planned: 5, planCursor: "b" },
  ...{ createdAt: at(12), plannedAt: at(13) },
};
const recipient: KnownRecipient = { id: "c", createdAt: at(1), chosen: false, lists: [], excludedBy: [] };
const audience = { everybody: false, lists: ["News"], single: false };

function why(facts: Partial<WhyNotFacts>, runs: Partial<RunFacts> = {}) {
  const none = { delivery: null, otherAddress: null, retried: null, held: false };
  return whyNot({ ...none, recipient, audience, ...facts, run: { ...run, ...runs } });
}

const planning = { status: "planning", plannedAt: null } as const;
const inNews = (addedAt: Date | null, chosen = false) => ({
  recipient: { ...recipient, chosen, lists: [{ name: "News", addedAt }] },
});

const left = (addedAt: Date | null) => ({
  recipient: { ...recipient, excludedBy: [{ name: "Staff", addedAt }] },
});

describe("why somebody has nothing of a run", () => {
  it.each([
    {
      what: "they are in a list that the mailing leaves out",
      facts: { ...left(at(2)), audience: { everybody: true, lists: [], single: false } },
      runs: { planned: 0 },
      expected: { code: "excluded", list: "Staff" },
    },
    {
      what: "they came into a list that it leaves out only later, and it goes to everybody today",
      facts: { ...left(at(14)), audience: { everybody: true, lists: [], single: false } },
      expected: { code: "everybody_since" },
    },
    { what: "the run has it", facts: { delivery }, expected: { code: "delivery", held: false } },
    {
      what: "it waits, because the mailing is held",
      facts: { delivery: { ...delivery, status: "pending" as const }, held: true },
      expected: { code: "delivery", held: true },
    },
    {
      what: "it went before the mailing was held",
      facts: { delivery, held: true },
      expected: { code: "delivery", held: false },
    },
    {
      what: "the address has changed since",
      facts: { otherAddress: delivery },
      expected: { code: "other_address", delivery },
    },
    {
      what: "the run was missed",
      runs: { status: "missed" as const, plannedAt: null },
      expected: { code: "missed" },
    },
    { what: "nobody has the address", facts: { recipient: null }, expected: { code: "not_a_recipient" } },
    {
      what: "they were added while it was planned",
      facts: { recipient: { ...recipient, createdAt: at(12.5) } },
      expected: { code: "added_later", at: at(12.5) },
    },
    { what: "the plan has not come to them", runs: planning, expected: { code: "still_planning" } },
    { what: "the plan is held", facts: { held: true }, runs: planning, expected: { code: "held" } },
    {
      what: "the plan has gone past them, held or not",
      facts: { held: true },
      runs: { ...planning, planCursor: "d" },
      expected: { code: "not_in_audience" },
    },
    {
      what: "the plan was ended before it came to them",
      runs: { plannedAt: null, status: "stopped" as const, closingReason: "finished" as const },
      expected: { code: "closed_early", closing: "finished" },
    },
    {
      what: "it was a retry, and they were not in the run before",
      runs: { kind: "retry" as const },
      expected: { code: "retry", retried: null },
    },
    {
      what: "it was a retry, and they had theirs",
      facts: { retried: delivery },
      runs: { kind: "retry" as const },
      expected: { code: "retry", retried: delivery },
    },
    {
      what: "a retry that is planned goes by deliveries and not by recipients",
      runs: { ...planning, kind: "retry" as const, planCursor: "z" },
      expected: { code: "still_planning" },
    },
    { what: "it had nobody", runs: { planned: 0 }, expected: { code: "nobody" } },
    {
      what: "they are in no list of the mailing",
      expected: { code: "not_in_audience", lists: ["News"], single: false },
    },
    {
      what: "they came into the list later",
      facts: inNews(at(14)),
      expected: { code: "joined_later", list: "News", at: at(14) },
    },
    {
      what: "nobody knows when they came into the list",
      facts: inNews(null),
      expected: { code: "audience_changed", lists: ["News"], single: false },
    },
    {
      what: "they were in the list, which the mailing got later",
      facts: inNews(at(2)),
      expected: { code: "audience_changed", lists: ["News"], single: false },
    },
    {
      what: "they have been chosen by themselves since",
      facts: inNews(at(14), true),
      expected: { code: "audience_changed", single: true },
    },
  ])("$what", ({ facts = {}, runs = {}, expected }) => {
    expect(why(facts, runs)).toMatchObject(expected);
  });
});
