import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { claimJob, JOB_LEASE } from "@/lib/jobs/claim";
import { cancelJob, pauseJob, resumeJob, undoJob } from "@/lib/jobs/commands";
import { JobFailed, type JobKind } from "@/lib/jobs/kind";
import { JOB_DAYS, maintainJobs } from "@/lib/jobs/maintain";
import { runJobs, type JobHost } from "@/lib/jobs/run";
import {
  counted,
  counting,
  dyingAt,
  hostOn,
  openCounting,
  prepareCounting,
  upTo,
} from "@/tests/integration/jobs/counting-job";
import { World, type User } from "@/tests/support/world";

let world: World;
let owner: User;

beforeAll(async () => {
  world = await World.create();
  await prepareCounting(world);
});
beforeEach(async () => {
  await world.forget();
  await world.db.job.deleteMany();
  owner = await world.user();
});
afterAll(() => world.close());

const TIME = { time: 60_000 };
const run = (parts: Partial<JobHost> = {}) => runJobs(hostOn(world, parts), TIME);
const job = (id: string) => world.db.job.findUniqueOrThrow({ where: { id } });
const finished = {
  status: "succeeded",
  claimToken: null,
  leaseUntil: null,
  finishedAt: expect.any(Date) as Date,
};

/** Called at the so-manieth step that is committed. */
function atStep(number: number, call: () => unknown) {
  let steps = 0;
  return async () => {
    steps += 1;
    if (steps === number) await call();
  };
}

describe("a job", () => {
  it("is done step by step, and says how far it is", async () => {
    const id = await openCounting(world, owner, 5);
    const refreshed: string[][] = [];
    expect(await run({ changed: async (tags) => void refreshed.push(tags) })).toEqual({ left: false });
    expect(await counted(world, id)).toEqual(upTo(5));
    expect(await job(id)).toMatchObject({ ...finished, done: 5, total: 5, counts: { rows: 10 } });
    expect(refreshed).toEqual([["ended"]]);
  });

  it("ends in the same state wherever its process dies: nothing is repeated, nothing lost", async () => {
    const id = await openCounting(world, owner, 3);
    // Four statements a step: the runs end at the 1st, 2nd, 3rd … statement of their own until one passes.
    let deaths = 0;
    for (let last = 1; (await job(id)).status !== "succeeded"; last = (last % 7) + 1) {
      // Without a word: nobody lets the job go.
      await run({ db: dyingAt(world, (statement) => statement === last), report: () => (deaths += 1) });
      await world.db.job.updateMany({ where: { id, status: "running" }, data: { faults: 0 } });
      await world.turn(JOB_LEASE + 60_000);
    }
    expect(deaths).toBeGreaterThan(4);
    expect(await counted(world, id)).toEqual(upTo(3));
    expect(await job(id)).toMatchObject({ ...finished, done: 3, counts: { rows: 6 } });
  });

  it("that two runners look at is run by one of them, and several are shared", async () => {
    const ids = await Promise.all([1, 2, 3, 4].map(() => openCounting(world, owner, 4)));
    await Promise.all([run(), run()]);
    for (const id of ids) expect(await counted(world, id)).toEqual(upTo(4));
  });

  it("stands still between two steps when the process is told to end, and goes on at once elsewhere", async () => {
    const id = await openCounting(world, owner, 5);
    const ending = new AbortController();
    const host = hostOn(world, { stepped: atStep(2, () => ending.abort()) });
    expect(await runJobs(host, { ...TIME, signal: ending.signal })).toEqual({ left: true });
    expect(await counted(world, id)).toEqual([1, 2]);
    expect(await job(id)).toMatchObject({ status: "running", claimToken: null, done: 2 });
    await run();
    expect(await counted(world, id)).toEqual(upTo(5));
  });

  it("whose lease ran out is taken up by another runner, and the first writes nothing more", async () => {
    const id = await openCounting(world, owner, 5);
    let taken: Promise<unknown> = Promise.resolve();
    const stale = run({
      stepped: atStep(2, async () => {
        await world.turn(JOB_LEASE + 1_000);
        taken = run({ stepped: atStep(1, () => undefined) });
        await taken;
      }),
    });
    expect(await stale).toEqual({ left: false });
    expect(await counted(world, id)).toEqual(upTo(5));
    expect(await job(id)).toMatchObject({ ...finished, done: 5 });
  });

  it("waits for the one that had its turn longest ago", async () => {
    // Of two that have had none, the id decides; those of one millisecond are in any order.
    const [first = "", second = ""] = [
      await openCounting(world, owner, 1),
      await openCounting(world, owner, 1),
    ].sort();
    const kinds = ["counting"];
    expect(await claimJob(world.db, kinds)).toMatchObject({ id: first });
    await world.db.job.update({ where: { id: first }, data: { claimToken: null, leaseUntil: null } });
    expect(await claimJob(world.db, kinds)).toMatchObject({ id: second });
    expect(await claimJob(world.db, kinds)).toMatchObject({ id: first });
    expect(await claimJob(world.db, kinds)).toBeNull();
  });

  it("of a kind that this release does not know is left to one that does", async () => {
    const id = await openCounting(world, owner, 1);
    expect(await run({ kinds: [] })).toEqual({ left: false });
    expect(await job(id)).toMatchObject({ status: "queued" });
  });

  it("is forgotten 30 days after its end, not before, and never while it is open", async () => {
    const [id, paused] = [await openCounting(world, owner, 1), await openCounting(world, owner, 1)];
    await pauseJob(owner, paused);
    await run();
    await world.turn((JOB_DAYS - 1) * 86_400_000);
    const fail = (message: string, error: unknown) => {
      throw new Error(message, { cause: error });
    };
    await maintainJobs(fail);
    expect(await job(id)).toMatchObject({ status: "succeeded" });
    await world.turn(86_400_000);
    await maintainJobs(fail);
    expect(await world.db.job.findMany({ select: { id: true } })).toEqual([{ id: paused }]);
  });
});

describe("whoever asked for a job", () => {
  it("pauses it between two steps, and it goes on where it stood", async () => {
    const id = await openCounting(world, owner, 5);
    await run({ stepped: atStep(2, () => pauseJob(owner, id)) });
    expect(await job(id)).toMatchObject({ status: "paused", done: 2, claimToken: null });
    await run();
    expect(await counted(world, id)).toEqual([1, 2]);
    expect(await resumeJob(owner, id)).toMatchObject({ ok: true, changed: { job: true } });
    expect(await resumeJob(owner, id)).toMatchObject({ code: "job_not_held" });
    await run();
    expect(await counted(world, id)).toEqual(upTo(5));
  });

  it("cancels it for good", async () => {
    const id = await openCounting(world, owner, 5);
    await run({ stepped: atStep(3, () => cancelJob(owner, id)) });
    expect(await cancelJob(owner, id)).toMatchObject({ code: "job_over" });
    expect(await pauseJob(owner, id)).toMatchObject({ code: "job_over" });
    expect(await resumeJob(owner, id)).toMatchObject({ code: "job_not_held" });
    await run();
    expect(await counted(world, id)).toEqual([1, 2, 3]);
    expect(await job(id)).toMatchObject({
      status: "cancelled",
      done: 3,
      finishedAt: expect.any(Date) as Date,
    });
  });

  it("is the only one who does: to others it is not there", async () => {
    const id = await openCounting(world, owner, 1);
    const other = await world.user();
    for (const command of [pauseJob, resumeJob, cancelJob, undoJob]) {
      expect(await command(other, id)).toMatchObject({ code: "not_found" });
      expect(await command(await world.user("manager"), id)).toMatchObject({ code: "forbidden" });
      expect(await command(owner, "no id")).toMatchObject({ code: "not_found" });
    }
    expect(await undoJob(owner, id)).toMatchObject({ code: "job_not_undoable" });
  });

  it.each([
    ["is blocked", { blockedAt: new Date(), blockedReason: "Complaints" }],
    ["closed the account", { closedAt: new Date() }],
    ["has a role that owns nothing", { role: "manager" as const }],
  ])("and %s has it held, from the next step on, until that is over", async (_how, held) => {
    const id = await openCounting(world, owner, 3);
    await run({
      stepped: atStep(1, () => world.db.user.update({ where: { id: owner.id }, data: held })),
    });
    await world.turn(JOB_LEASE + 1_000);
    expect(await run()).toEqual({ left: false });
    expect(await counted(world, id)).toEqual([1]);
    const free = { blockedAt: null, blockedReason: null, closedAt: null, role: "user" as const };
    await world.db.user.update({ where: { id: owner.id }, data: free });
    await run();
    expect(await counted(world, id)).toEqual(upTo(3));
  });
});

describe("a job that meets a fault", () => {
  const broken = (fault: () => Error): JobKind => ({
    ...counting,
    run: (running, steps) =>
      counting.run(running, {
        ...steps,
        commit: (step) =>
          steps.commit(async (tx, at) => {
            if (at.done === 2) throw fault();
            return step(tx, at);
          }),
      }),
  });

  it("nobody foresaw is tried again, later each time, and fails after the fifth; resumed, it goes on where it stood", async () => {
    const id = await openCounting(world, owner, 4);
    const reports: string[] = [];
    const parts = {
      kinds: [broken(() => new Error("unforeseen"))],
      report: (message: string) => void reports.push(message),
    };
    for (let tries = 1; tries <= 5; tries += 1) {
      expect(await run(parts)).toEqual({ left: false });
      expect(reports).toHaveLength(tries);
      await world.turn(60_000);
    }
    expect(await job(id)).toMatchObject({ status: "failed", fault: "unexpected", done: 2, claimToken: null });
    expect(await resumeJob(owner, id)).toMatchObject({ ok: true });
    await run();
    expect(await counted(world, id)).toEqual(upTo(4));
    expect(await job(id)).toMatchObject({ ...finished, fault: null });
  });

  it("that its kind foresaw fails at once, and says why", async () => {
    const id = await openCounting(world, owner, 4);
    await run({ kinds: [broken(() => new JobFailed("list_gone"))] });
    expect(await job(id)).toMatchObject({ status: "failed", fault: "list_gone", done: 2 });
  });
});
