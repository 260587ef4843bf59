import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { inProject, PROJECT } from "@/scripts/project";
import { environmentOf } from "@/tests/support/application";
import { PAST_LEASES, World } from "@/tests/support/world";

const BATCHES = 40;
const WAIT = { timeout: 60_000, interval: 20 };

let world: World;
beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());

it.each(["cron", "wake"])(
  "a server that gets SIGTERM in the middle of a mailing claims nothing more, settles what is on its way and ends (%s)",
  { timeout: 180_000 },
  async (kind) => {
    await world.forget();
    world.provider.when(() => ({ kind: "slow", ms: 300 }));
    const mailing = await world.mailing({ owner: await world.user(), recipients: BATCHES * 100 });
    const server = spawn(
      process.execPath,
      ["--import", import.meta.resolve("tsx"), inProject("tests", "support", "ending-server.ts"), kind],
      {
        cwd: PROJECT,
        stdio: ["ignore", "inherit", "inherit"],
        // At this pace the whole takes 20 seconds.
        env: {
          ...process.env,
          ...environmentOf(world),
          RESEND_RATE_LIMIT: "2",
          APP_URL: "http://127.0.0.1:9",
        },
      },
    );
    const exited = once(server, "exit");
    await vi.waitFor(() => expect(world.provider.requests.length).toBeGreaterThanOrEqual(2), WAIT);
    server.kill("SIGTERM");
    expect(await exited).toEqual([143, null]);

    const { accepted = 0, pending = 0 } = await world.deliveriesByStatus(mailing.id);
    expect(accepted).toBe(world.provider.mails.length);
    expect(accepted + pending).toBe(BATCHES * 100);
    expect(pending).toBeGreaterThan(0);
    // Nothing is left for a lease to free.
    expect(await world.db.batch.count({ where: { claimToken: { not: null } } })).toBe(0);

    await world.turn(PAST_LEASES);
    await world.settleDown();
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: BATCHES * 100 });
    const received = world.provider.received("delivery");
    expect([...received.values()].filter((count) => count !== 1)).toEqual([]);
  },
);
