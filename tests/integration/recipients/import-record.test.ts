import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { jobOf } from "@/lib/jobs/queries";
import { runJobs } from "@/lib/jobs/run";
import { emptySummary } from "@/lib/recipients/import";
import { COMMAND_LEASE, ImportRecord } from "@/lib/recipients/import-record";
import { importHost } from "@/tests/support/uploaded";
import { World } from "@/tests/support/world";

// Outside of Next nothing is cached.
vi.mock("next/cache", () => ({ unstable_cache: (read: unknown) => read, revalidateTag: vi.fn() }));

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());

it("an import of the command line is listed while it goes on, no runner takes it, and one whose command died says so", async () => {
  const owner = await world.user();
  const [living, dead] = [
    await ImportRecord.begin(world.db, owner.id, "people.csv"),
    await ImportRecord.begin(world.db, owner.id, "people.csv"),
  ];
  await runJobs(importHost(world), { time: 10_000 });
  const controls = { pause: false, resume: false, cancel: false, undo: false };
  const work = { text: "import_command", name: "people.csv" };
  expect(await jobOf(owner, living.id)).toMatchObject({ status: "running", work, controls });
  await living.end({ ...emptySummary(), rows: 3, added: 2, invalid: 1 }, null);
  await world.turn(COMMAND_LEASE + 1_000);
  await runJobs(importHost(world), { time: 10_000 });
  expect(await jobOf(owner, living.id)).toMatchObject({
    status: "succeeded",
    done: 3,
    counts: { changed: 2 },
  });
  expect(await jobOf(owner, dead.id)).toMatchObject({ status: "failed", fault: "command_ended", controls });
});
