import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { PRODUCTION } from "@/tests/support/configurations";

const USES = 10;

/** A copy of the module, as each of Next's bundles has one. */
async function bundle() {
  vi.resetModules();
  return import("@/lib/security/rate-limits");
}

beforeEach(() => {
  for (const [name, value] of Object.entries(PRODUCTION)) vi.stubEnv(name, value);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

it("uses are counted once in a process, whichever of Next's bundles counts, and forgotten in all of them", async () => {
  const [action, route] = [await bundle(), await bundle()];
  const key = randomUUID();
  for (let use = 0; use < USES; use += 2) {
    expect(await action.takeUse("presentPassword", key)).toEqual({ ok: true });
    expect(await route.takeUse("presentPassword", key)).toEqual({ ok: true });
  }
  for (const { takeUse } of [action, route])
    expect(await takeUse("presentPassword", key)).toEqual({
      ok: false,
      retryAfterSeconds: expect.any(Number),
    });
  await action.forgetUses("presentPassword", key);
  expect(await route.takeUse("presentPassword", key)).toEqual({ ok: true });
});
