import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { z } from "zod";
import { inProject } from "@/scripts/project";

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      optionalDependencies: z.record(z.string(), z.string()).optional(),
      version: z.string().optional(),
      optional: z.boolean().optional(),
      os: z.array(z.string()).optional(),
      cpu: z.array(z.string()).optional(),
    }),
  ),
});

// Packages of one tool for one platform each: its name, then the system.
const NATIVE =
  /(?:^|[/-])(?:aix|android|darwin|freebsd|linux|linuxmusl|netbsd|openbsd|openharmony|sunos|win32|windows|wasm32|webcontainers)-/;

test("every native package is locked, so that an install on another system than this one finds its own", async () => {
  const { packages } = lockSchema.parse(JSON.parse(await readFile(inProject("package-lock.json"), "utf8")));
  const wanted = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies).map(([name, version]) => ({ place, name, version })),
  );
  const native = wanted.filter(({ name }) => NATIVE.test(name));
  expect(native.length).toBeGreaterThan(100);
  const missing = native.filter(
    ({ place, name }) =>
      packages[`${place}/node_modules/${name}`] === undefined &&
      packages[`node_modules/${name}`] === undefined,
  );
  expect(missing).toEqual([]);
});

test.each(["darwin", "win32"])("what builds and styles the pages has a package for %s", async (os) => {
  const { packages } = lockSchema.parse(JSON.parse(await readFile(inProject("package-lock.json"), "utf8")));
  for (const [family, parent] of [
    ["@next/swc", "next"],
    ["@swc/core", "@swc/core"],
    ["@tailwindcss/oxide", "@tailwindcss/oxide"],
  ] as const) {
    const here = Object.entries(packages).filter(([place]) =>
      place.startsWith(`node_modules/${family}-${os}-`),
    );
    expect(here.length).toBeGreaterThan(1);
    for (const [, entry] of here) {
      expect(entry).toMatchObject({ optional: true, os: [os] });
      expect(entry.version).toBe(packages[`node_modules/${parent}`]?.version);
    }
  }
});
