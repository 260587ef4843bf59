import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forgetEnv } from "@/lib/env";
import { mailingDetail } from "@/lib/mailings/queries";
import { KEY_LIFETIME } from "@/lib/sending/settings";
import { runCommandOn } from "@/tests/support/run-command";
import { World, type User, type PlannedMailing } from "@/tests/support/world";

let world: World;
let owner: User;
let bound: PlannedMailing;
let until: Date;

beforeAll(async () => {
  world = await World.create();
  // The cache belongs to Next's server; here every read goes to the database.
  process.env.CACHE_ENABLED = "off";
  forgetEnv();
  owner = await world.user();
  bound = await world.mailing({ owner, recipients: 150 });
  world.provider.when(() => ({ kind: "reset_after" }));
  await world.tick(world.engine({ apiKey: "re_before" }));
  world.provider.when(() => null);
  const { _min } = await world.db.batch.aggregate({ _min: { firstUnknownAt: true } });
  until = new Date((_min.firstUnknownAt?.getTime() ?? 0) + KEY_LIFETIME);
});
afterAll(() => world.close());

describe("batches that may have gone out through another address or key than today's", () => {
  it("are named by mailings:send with what can be done, and it ends with 1", async () => {
    const { code, stdout } = await runCommandOn(world, "mailings:send");
    expect(stdout).toContain(
      "2 batches (150 emails) of unknown outcome are bound to another RESEND_BASE_URL",
    );
    expect(stdout).toContain(`set both back before ${until.toISOString()}`);
    expect(stdout).not.toContain("wait for another try");
    expect(code).toBe(1);
    const json = await runCommandOn(world, "mailings:send", ["--json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({ requests: 0, waitingBatches: 0, boundBatches: 2 });
  });

  it("are a fault for doctor", async () => {
    const { code, stdout } = await runCommandOn(world, "doctor");
    expect(stdout).toMatch(/FAULT sending: 2 batches \(150 emails\)/);
    expect(code).toBe(1);
  });

  it("are on the page of their mailing and of no other", async () => {
    const other = await world.mailing({ owner, recipients: 1 });
    expect(await mailingDetail(owner, bound.id)).toMatchObject({ bound: { batches: 2, emails: 150, until } });
    expect(await mailingDetail(owner, other.id)).toMatchObject({ bound: null });
  });

  it("go on, and nobody gets anything twice, once both are set back", async () => {
    const { code } = await runCommandOn(world, "mailings:send", [], { RESEND_API_KEY: "re_before" });
    expect(code).toBe(0);
    expect(await world.deliveriesByStatus(bound.id)).toEqual({ accepted: 150 });
    expect([...world.provider.received().values()].filter((count) => count !== 1)).toEqual([]);
    expect(await mailingDetail(owner, bound.id)).toMatchObject({ bound: null });
  });
});

it("what waits for another try is said with the provider's last answer", async () => {
  await world.mailing({ owner, recipients: 1 });
  world.provider.when(() => ({ kind: "status", code: 503, name: "down", message: "Back at noon." }));
  const report = await world.tick(world.engine({ settings: { inFlight: 1 } }));
  expect(report.requests).toBeGreaterThan(0);
  await world.db
    .$executeRaw`UPDATE batches SET available_at = engine_now() + interval '2 minutes' WHERE status = 'pending'`;
  const { code, stdout } = await runCommandOn(world, "mailings:send");
  expect(stdout).toContain("1 batches wait for another try (the last answer: HTTP 503 down: Back at noon.)");
  expect(stdout).toMatch(/makes it, at \S+Z at the earliest\.$/m);
  expect(code).toBe(1);
});
