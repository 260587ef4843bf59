import { expect, it } from "vitest";
import { firstValue } from "@/lib/paging/address";

it("a query parameter is its first value, and none is empty", () => {
  expect([firstValue("a"), firstValue(["b", "c"]), firstValue([]), firstValue(undefined)]).toEqual([
    "a",
    "b",
    "",
    "",
  ]);
});

it("a query parameter never carries what the database would refuse", () => {
  expect(firstValue("a\0b\0")).toBe("ab");
});
