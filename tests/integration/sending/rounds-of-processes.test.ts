import cluster, { type Worker } from "node:cluster";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { z } from "zod";
import { connectionsOfEach } from "@/lib/db";
import { Workers } from "@/scripts/application/workers";
import { inProject } from "@/scripts/project";
import { environmentOf } from "@/tests/support/application";
import { World } from "@/tests/support/world";

const WAIT = { timeout: 50_000, interval: 50 };
const PROCESSES = 3;
/** The engine's of all processes together, and those that pages have in the one that runs it (docs/decisions/0025). */
const CONNECTIONS = 10 + connectionsOfEach(PROCESSES);
const NAME = "rounds-of-processes";
const BATCHES = 60;

const ready = z.object({ ready: z.literal(true) });
const answered = z.object({ status: z.number(), body: z.object({ accepted: z.number() }) });

let world: World;
const answers: z.infer<typeof answered>[] = [];
let readyOnes = 0;
const workers = new Workers({
  count: PROCESSES,
  program: inProject("tests", "support", "round-worker.ts"),
  args: [],
  execArgv: ["--import", import.meta.resolve("tsx")],
});

beforeAll(async () => {
  world = await World.create();
  cluster.on("message", (_worker, message: unknown) => {
    if (ready.safeParse(message).success) readyOnes += 1;
    const { data } = answered.safeParse(message);
    if (data !== undefined) answers.push(data);
  });
  for (const [name, value] of Object.entries({ ...environmentOf(world), PGAPPNAME: NAME }))
    vi.stubEnv(name, value);
  workers.start();
  await vi.waitFor(() => expect(readyOnes).toBe(PROCESSES), WAIT);
});
afterAll(async () => {
  await workers.end("SIGTERM");
  expect(await workers.over).toBe(0);
  vi.unstubAllEnvs();
  await world.close();
});

function alive(): Worker[] {
  return Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
}

it("cron calls that land in every process at once share one engine's connections and rate, and each is answered", async () => {
  const mailing = await world.mailing({ owner: await world.person(), recipients: BATCHES * 100 });
  for (const worker of [...alive(), ...alive()]) worker.send("cron");
  let most = 0;
  await vi.waitFor(async () => {
    const [row] = await world.db.$queryRaw<{ open: number }[]>`
      SELECT count(*)::int AS open FROM pg_stat_activity WHERE application_name = ${NAME}`;
    most = Math.max(most, row?.open ?? 0);
    expect(answers).toHaveLength(6);
  }, WAIT);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
  expect(answers.reduce((sum, { body }) => sum + body.accepted, 0)).toBe(BATCHES * 100);
  expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: BATCHES * 100 });
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(CONNECTIONS);
});
