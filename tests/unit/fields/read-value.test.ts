import { describe, expect, it } from "vitest";
import { readValue } from "@/lib/fields/read-value";
import type { FieldType } from "@/lib/fields/schema";

describe("a value is stored in one form of its type", () => {
  it.each<[FieldType, string, string]>([
    ["text", " as it  stands ", " as it  stands "],
    ["number", "12", "12"],
    ["number", "-12.50", "-12.50"],
    ["number", "−3", "-3"],
    ["number", "-0", "0"],
    ["number", "1 234,5", "1234.5"],
    ["number", "1\u00a0234\u00a0567", "1234567"],
    ["number", "1,234.50", "1234.50"],
    ["number", "1.234,50", "1234.50"],
    ["number", "1,234,567", "1234567"],
    ["number", "12,5", "12.5"],
    ["number", "0,125", "0.125"],
    ["date", "2026-02-01", "2026-02-01"],
    ["date", "2026/2/1", "2026-02-01"],
    ["date", "01.02.2026", "2026-02-01"],
    ["date", "1.2.2026 г.", "2026-02-01"],
    ["date", "01.02.2026 14:30", "2026-02-01"],
    ["date", "2026-02-01T14:30:00Z", "2026-02-01"],
    ["date", "31/12/2026", "2026-12-31"],
    ["date", "12/31/2026", "2026-12-31"],
    ["date", "05/05/2026", "2026-05-05"],
    ["yes_no", "Да", "yes"],
    ["yes_no", "TRUE", "yes"],
    ["yes_no", "0", "no"],
    ["yes_no", "нет", "no"],
  ])("%s %j is %j", (type, text, stored) => {
    expect(readValue(type, text)).toBe(stored);
    // Read again, as by a form, it is the same.
    expect(readValue(type, stored)).toBe(stored);
  });

  it.each<[FieldType, string]>([
    // One number in London and another one in Berlin.
    ["number", "1,234"],
    ["number", "007"],
    ["number", "12 pieces"],
    ["number", "1.2.3"],
    ["number", "1e5"],
    ["number", "-"],
    // Two days.
    ["date", "01/02/2026"],
    ["date", "31.02.2026"],
    ["date", "1.2.26"],
    ["date", "45321"],
    ["date", "next week"],
    ["yes_no", "maybe"],
    ["yes_no", "2"],
  ])("%s %j is unclear, and stays as it is", (type, text) => {
    expect(readValue(type, text)).toBeNull();
  });
});
