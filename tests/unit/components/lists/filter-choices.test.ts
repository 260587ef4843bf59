import { expect, test } from "vitest";
import { filterChoices } from "@/components/lists/filter-choices";

test("a counted filter offers what the list holds and what is chosen, each with its number", () => {
  const counts = { draft: 2, scheduled: 0, published: 3 };
  const choices = (chosen: "" | "scheduled") =>
    filterChoices("All", ["draft", "scheduled", "published"], (value) => value, { counts, chosen }).map(
      ({ text, count }) => `${text} ${count}`,
    );
  expect(choices("")).toEqual(["All 5", "draft 2", "published 3"]);
  expect(choices("scheduled")).toEqual(["All 5", "draft 2", "scheduled 0", "published 3"]);
});
