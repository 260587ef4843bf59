import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { inProject } from "@/scripts/project";

it("schema.prisma stands as Prisma formats it: the client carries that, and would be generated anew by every command", () => {
  const generated = readFileSync(inProject("node_modules", ".prisma", "client", "schema.prisma"), "utf8");
  expect(readFileSync(inProject("prisma", "schema.prisma"), "utf8")).toBe(generated);
});
