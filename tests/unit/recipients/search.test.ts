import { expect, it } from "vitest";
import { searchOf } from "@/lib/recipients/search";

it.each([
  ["ann", true],
  ["@mail", true],
  ["a b", true],
  ["ab@", true],
  ["я", true],
  ["an", true],
  ["a@", true],
  ["@a", true],
  ["a--", false],
  ["@@@", false],
  ["%", false],
])("a search for %j has a trigram: %s", (text, indexed) => {
  expect(searchOf(text).indexed).toBe(indexed);
});
