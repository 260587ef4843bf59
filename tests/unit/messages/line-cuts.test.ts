import { expect, it } from "vitest";
import { inboxLine } from "@/lib/messages/line-cuts";
import { testAddresses } from "@/lib/messages/schema";

it("a short subject is shown whole, with its fallback in place of a field", () => {
  expect(inboxLine("phone", "For {{name|you}}", "Soon")).toEqual({
    ...{ subject: "For you", preheader: "Soon", isCut: false },
  });
});

it("a long subject is cut as a phone cuts it, between letters as people see them", () => {
  const { subject, isCut } = inboxLine("phone", "👩‍👩‍👧".repeat(60), "");
  expect(isCut).toBe(true);
  expect(subject).toBe(`${"👩‍👩‍👧".repeat(40)}…`);
});

it("in a browser the subject leaves the preheader what is left of one line", () => {
  const { subject, preheader } = inboxLine("desktop", "a".repeat(60), "b".repeat(200));
  expect([subject.length, preheader.length]).toEqual([60, 50]);
});

it.each<[string, unknown]>([
  ["", []],
  ["a@posthorn.test, B@posthorn.test\na@posthorn.test", ["a@posthorn.test", "b@posthorn.test"]],
  ["a@posthorn.test; nobody", "test_address_invalid"],
  [Array.from({ length: 6 }, (_, n) => `a${n}@posthorn.test`).join(" "), "test_addresses_many"],
])("a test to “%s”", (typed, expected) => {
  const read = testAddresses.safeParse(typed);
  expect(read.success ? read.data : read.error.issues[0]?.message).toEqual(expected);
});
