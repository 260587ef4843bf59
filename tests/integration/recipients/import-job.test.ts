import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { JOB_LEASE } from "@/lib/jobs/claim";
import { cancelJob, pauseJob, resumeJob } from "@/lib/jobs/commands";
import { runJobs, type JobHost } from "@/lib/jobs/run";
import { importView } from "@/lib/recipients/import-result";
import { closeReadings } from "@/lib/recipients/import-readings";
import { dyingAt } from "@/tests/integration/jobs/counting-job";
import { confirmed, importHost, textOfImport, uploaded } from "@/tests/support/uploaded";
import { World, type User } from "@/tests/support/world";

// Outside of Next nothing is cached.
vi.mock("next/cache", () => ({ unstable_cache: (read: unknown) => read, revalidateTag: vi.fn() }));

let world: World;
let whole: { owner: User; end: object };

const ROWS = 20_000;
const TIME = { time: 60_000 };
/** Repeated addresses, invalid rows, several lines in a cell, people who may receive nothing. */
const FILE = Buffer.from(
  `email,name,plan,Status\n${Array.from({ length: ROWS }, (_, row) => {
    const address = row % 1_300 === 5 ? "nobody" : `r${row % 9 === 8 ? row - 8 : row}@mail.example`;
    const status = row % 400 === 7 ? "unsubscribed" : "active";
    return `${address},Имя ${row},${row % 500 === 0 ? `"Plan,\n${row}"` : ""},${status}\n`;
  }).join("")}`,
);

const run = (parts: Partial<JobHost> = {}, options: { time: number; signal?: AbortSignal } = TIME) =>
  runJobs(importHost(world, parts), options);
const begin = async (owner: User) => {
  const id = await uploaded(owner, FILE, { list: "new", newList: "Readers" });
  await confirmed(world, owner, id);
  return id;
};
const job = (id: string) => world.db.job.findUniqueOrThrow({ where: { id } });

beforeAll(async () => {
  world = await World.create();
  const owner = await world.user();
  const id = await begin(owner);
  await run();
  whole = { owner, end: await endOf(owner, id) };
}, 60_000);
beforeEach(closeReadings);
afterAll(() => world.close());

/** All that an import leaves behind. */
async function endOf(owner: User, id: string) {
  const [rows] = await world.db.$queryRaw<object[]>`
    SELECT count(*)::int AS recipients, count(m.list_id)::int AS members,
      md5(string_agg(concat_ws('|', r.email, r.name, r.comment, r.fields), ',' ORDER BY r.email)) AS digest,
      (SELECT md5(string_agg(concat_ws('|', email, reason, note), ',' ORDER BY email)) FROM suppressions
       WHERE owner_id = ${owner.id}::uuid) AS suppressions
    FROM recipients r LEFT JOIN list_members m ON m.recipient_id = r.id WHERE r.owner_id = ${owner.id}::uuid`;
  const { status, done, total, counts } = await job(id);
  const view = await importView(owner, id);
  return {
    rows,
    ...{ status, done, total, counts },
    invalid: view?.invalid,
    report: await textOfImport(owner, id, "report"),
    invalidRows: await textOfImport(owner, id, "invalid"),
    parts: await world.db.upload.count({ where: { jobId: id } }),
  };
}

it("an import accounts for every row, and what was uploaded is gone at its end", () => {
  expect(whole.end).toMatchObject({
    status: "succeeded",
    ...{ done: ROWS, total: ROWS, parts: 0 },
    rows: { recipients: expect.any(Number) as number },
    counts: { suppressed: 50, invalid: 16 },
  });
  const { report, invalidRows } = whole.end as { report: string; invalidRows: string };
  expect(report.trimEnd().split("\n")).toHaveLength(ROWS + 1);
  const [head, first] = invalidRows.split("\n");
  expect([head, first]).toEqual(["email,name,plan,Status", "nobody,Имя 5,,active"]);
});

it("an import ends in the same state wherever its process dies", { timeout: 60_000 }, async () => {
  const owner = await world.user();
  const id = await begin(owner);
  let deaths = 0;
  // A step has seven statements: the runs end at each of them once, after 0, 1, 2 … steps.
  for (let last = 1; (await job(id)).status !== "succeeded"; last += 8) {
    closeReadings();
    await run({ db: dyingAt(world, (statement) => statement === last), report: () => (deaths += 1) });
    await world.db.job.updateMany({ where: { id, status: "running" }, data: { faults: 0 } });
    await world.turn(JOB_LEASE + 60_000);
  }
  expect(deaths).toBeGreaterThanOrEqual(6);
  expect(await endOf(owner, id)).toEqual(whole.end);
});

it("an import that two runners share, each for a while, ends in the same state", async () => {
  const owner = await world.user();
  const id = await begin(owner);
  // Each of two processes has the file open, where it left it.
  const open = globalThis as typeof globalThis & { posthornImportReadings?: Map<string, unknown> };
  const theirs = [new Map<string, unknown>(), new Map<string, unknown>()];
  const mine = open.posthornImportReadings;
  if (mine === undefined) throw new Error("no file was ever open");
  for (let turn = 0; (await job(id)).status !== "succeeded"; turn += 1) {
    const here = theirs[turn % 2] ?? new Map<string, unknown>();
    for (const [key, value] of here) mine.set(key, value);
    const ending = new AbortController();
    let steps = 0;
    await run(
      { stepped: () => ((steps += 1) === 1 + (turn % 3) ? ending.abort() : undefined) },
      { ...TIME, signal: ending.signal },
    );
    theirs[turn % 2] = new Map(mine);
    mine.clear();
  }
  expect(await endOf(owner, id)).toEqual(whole.end);
});

it("an import that is paused goes on where it stood, and one that is cancelled writes nothing more", async () => {
  const owner = await world.user();
  const id = await begin(owner);
  const at = (step: number, call: () => unknown) => {
    let steps = 0;
    return { stepped: async () => void ((steps += 1) === step && (await call())) };
  };
  await run(at(4, () => pauseJob(owner, id)));
  const paused = await job(id);
  expect(paused).toMatchObject({ status: "paused", done: expect.any(Number) as number });
  await run();
  expect(await job(id)).toMatchObject({ status: "paused", done: paused.done });
  await resumeJob(owner, id);
  await run(at(3, () => cancelJob(owner, id)));
  const cancelled = await job(id);
  await run();
  const after = await endOf(owner, id);
  expect(after).toMatchObject({ status: "cancelled", done: cancelled.done });
  expect(cancelled.done).toBeGreaterThan(paused.done);
  const report = (whole.end as { report: string }).report;
  expect(report.startsWith(after.report ?? "-")).toBe(true);
});
