import { expect, test } from "vitest";
import { connectionsOfEach } from "@/lib/db";

test("all processes together leave most of PostgreSQL's connections to others, and none is left with fewer than two", () => {
  const each = [1, 2, 4, 8, 16, 64].map(connectionsOfEach);
  expect(each).toEqual([10, 10, 10, 5, 2, 2]);
});
