import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { inProject, PROJECT } from "@/scripts/project";
import { JOB_LEASE } from "@/lib/jobs/claim";
import { cancelJob, pauseJob, resumeJob, undoJob } from "@/lib/jobs/commands";
import { jobKinds } from "@/lib/jobs/kinds";
import { currentJobs } from "@/lib/jobs/queries";
import { runJobs, type JobHost } from "@/lib/jobs/run";
import { BULK_STEP } from "@/lib/recipients/bulk-steps";
import { addToList, deleteRecipients, removeFromList, suppressRecipients } from "@/lib/recipients/commands";
import { goingOn } from "@/lib/recipients/going-on";
import { recipientsPage } from "@/lib/recipients/queries";
import type { Matching } from "@/lib/recipients/chosen-input";
import type { RecipientConditions } from "@/lib/recipients/where";
import { liftSuppression } from "@/lib/suppressions/manual";
import { setRole } from "@/lib/users/roles";
import { handOver } from "@/lib/users/hand-over";
import { environmentOf } from "@/tests/support/application";
import { World, type User } from "@/tests/support/world";

// Outside of Next nothing is cached.
vi.mock("next/cache", () => ({ unstable_cache: (read: unknown) => read }));

let world: World;
beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());

const STEPS = 4;
const WAIT = { timeout: 20_000, interval: 50 };

/** All that a page of this person shows, as its form sends it. */
async function all(owner: User, narrowed: Partial<RecipientConditions> = {}): Promise<Matching> {
  const filter: RecipientConditions = { search: "", listId: null, suppressed: "", ...narrowed };
  const page = await recipientsPage(owner, "own", { ...filter, sort: "", place: { after: "", before: "" } });
  return { filter, shown: page?.total ?? 0, fingerprint: page?.fingerprint ?? "" };
}

function run(parts: Partial<JobHost> = {}) {
  const report = (message: string, error: unknown) => {
    throw new Error(message, { cause: error });
  };
  const host = { db: world.db, kinds: jobKinds, changed: () => Promise.resolve(), report, ...parts };
  return runJobs(host, { time: 60_000 });
}

/** The job that this owner asked for last, once it has run. */
async function lastJob(owner: User) {
  return world.db.job.findFirstOrThrow({ where: { ownerId: owner.id }, orderBy: { id: "desc" } });
}

async function undoLast(owner: User): Promise<void> {
  const { id } = await lastJob(owner);
  expect(await undoJob(owner, id)).toMatchObject({ ok: true, changed: { job: true } });
  expect(await undoJob(owner, id)).toMatchObject({ ok: false });
  await run();
  expect(await lastJob(owner)).toMatchObject({ status: "succeeded", undoesId: id });
}

/** Recipients a1@…, a2@… and b0@…, and a list with every tenth of them. */
async function audience(as: number) {
  const owner = await world.user();
  const list = await world.db.recipientList.create({ data: { ownerId: owner.id, name: "Chosen" } });
  await world.db.$executeRaw`
    WITH made AS (
      INSERT INTO recipients (owner_id, email) SELECT ${owner.id}::uuid, 'a' || n || '@mail.test'
      FROM generate_series(1, ${as}::int) n RETURNING id, email)
    INSERT INTO list_members (list_id, recipient_id) SELECT ${list.id}::uuid, id FROM made WHERE email LIKE 'a%0@mail.test'`;
  await world.db.recipient.create({ data: { ownerId: owner.id, email: "b0@mail.test" } });
  return { owner, listId: list.id };
}

const listed = (listId: string) => ({ list: listId, newList: "" });
const members = async (listId: string): Promise<string[]> => {
  const rows = await world.db.listMember.findMany({
    where: { listId },
    select: { recipient: { select: { email: true } } },
  });
  return rows.map(({ recipient }) => recipient.email).toSorted();
};
/** Members and since when. */
const memberships = (listId: string) =>
  world.db.listMember.findMany({ where: { listId }, orderBy: { recipientId: "asc" } });

describe("a change to all that match", () => {
  it(
    "killed with -9 in the middle of a step ends as if it had not been, with exact counts, and its undo restores all",
    { timeout: 60_000 },
    async () => {
      const { owner, listId } = await audience(STEPS * BULK_STEP);
      const before = await members(listId);
      await addToList(owner, listed(listId), await all(owner, { search: "a" }));
      const { id } = await lastJob(owner);
      await killInStep(3, owner);
      expect(await world.db.job.findUniqueOrThrow({ where: { id } })).toMatchObject({ done: 2 * BULK_STEP });
      await world.turn(JOB_LEASE + 1_000);
      // The server has yet to notice that nobody is there.
      await vi.waitFor(async () => {
        await run();
        expect(await lastJob(owner)).toMatchObject({ status: "succeeded" });
      }, WAIT);
      const total = STEPS * BULK_STEP;
      const changed = total - total / 10;
      expect(await lastJob(owner)).toMatchObject({
        status: "succeeded",
        done: total,
        total,
        counts: { changed },
      });
      expect(await world.db.listMember.count({ where: { listId } })).toBe(total);
      await undoLast(owner);
      expect(await lastJob(owner)).toMatchObject({ done: changed, total: changed });
      expect(await members(listId)).toEqual(before);
    },
  );

  it("leaves alone who was added after it was asked for, and whatever is somebody else's", async () => {
    const [{ owner, listId }, other] = [await audience(20), await audience(20)];
    await addToList(owner, listed(listId), await all(owner));
    await suppressRecipients(owner, "", await all(owner));
    // Who was added later is known by ids, which are in order only from one millisecond to the next.
    await sleep(2);
    await world.db.recipient.create({ data: { ownerId: owner.id, email: "later@mail.test" } });
    await deleteRecipients(owner, await all(owner, { search: "b" }));
    await run();
    expect(await members(listId)).not.toContain("later@mail.test");
    expect(await world.db.recipient.count({ where: { ownerId: owner.id } })).toBe(21);
    const suppressed = await world.db.suppression.findMany({ where: { email: { startsWith: "a1@" } } });
    expect(suppressed.map(({ ownerId }) => ownerId)).toEqual([owner.id]);
    expect(await world.db.suppression.count({ where: { email: "later@mail.test" } })).toBe(0);
    expect(await members(other.listId)).toHaveLength(2);
    expect(await world.db.recipient.count({ where: { ownerId: other.owner.id } })).toBe(21);
    expect(await currentJobs(other.owner)).toEqual([]);
    expect(await goingOn(other.owner)).toEqual({ jobs: false, erasings: false });
  });

  it("is undone for whom it concerned alone: whoever left the list and came back since stays in it", async () => {
    const { owner, listId } = await audience(9);
    await addToList(owner, listed(listId), await all(owner));
    await run();
    expect(await members(listId)).toHaveLength(10);
    const back = await world.db.recipient.findFirstOrThrow({
      where: { ownerId: owner.id, email: "a1@mail.test" },
    });
    await removeFromList(owner, listId, { ids: [back.id] });
    await addToList(owner, listed(listId), { ids: [back.id] });
    await undoLast(owner);
    expect(await members(listId)).toEqual(["a1@mail.test"]);
  });

  it("adds to a new list, which its undo deletes again unless somebody has come to use it", async () => {
    const { owner } = await audience(20);
    for (const used of [false, true]) {
      const made = { list: "new", newList: `Summer ${used}` };
      expect(await addToList(owner, made, await all(owner))).toMatchObject({
        value: { count: 21, queued: true },
      });
      await run();
      const { id } = await world.db.recipientList.findFirstOrThrow({ where: { name: made.newList } });
      expect(await members(id)).toHaveLength(21);
      const come = { ownerId: owner.id, email: `new${used}@mail.test`, lists: { create: { listId: id } } };
      if (used) await world.db.recipient.create({ data: come });
      await undoLast(owner);
      expect(await world.db.recipientList.count({ where: { id } })).toBe(used ? 1 : 0);
      if (used) expect(await members(id)).toEqual(["newtrue@mail.test"]);
    }
  });

  it("removes from a list, and its undo brings back exactly those who are still there", async () => {
    const { owner, listId } = await audience(40);
    // From before it was recorded.
    const [oldest] = await memberships(listId);
    const { recipientId } = oldest ?? { recipientId: "" };
    await world.db.listMember.updateMany({ where: { listId, recipientId }, data: { addedAt: null } });
    const before = await memberships(listId);
    await removeFromList(owner, listId, await all(owner, { listId }));
    await run();
    expect(await lastJob(owner)).toMatchObject({ done: 4, counts: { changed: 4 } });
    expect(await members(listId)).toEqual([]);
    const gone = before.at(-1)?.recipientId ?? "";
    await world.db.recipient.delete({ where: { id: gone } });
    await undoLast(owner);
    expect(await memberships(listId)).toEqual(before.filter((member) => member.recipientId !== gone));
  });

  it("suppresses with a note, and its undo lifts what it made alone: nobody who unsubscribed since, nobody else's", async () => {
    const { owner } = await audience(5);
    await world.db.suppression.create({
      data: { ownerId: owner.id, email: "a1@mail.test", reason: "manual" },
    });
    await suppressRecipients(owner, "Moved away", await all(owner, { search: "a" }));
    await run();
    expect(await lastJob(owner)).toMatchObject({ done: 5, counts: { changed: 4 } });
    const of = (email: string) => world.db.suppression.findMany({ where: { ownerId: owner.id, email } });
    expect(await of("a2@mail.test")).toMatchObject([
      { reason: "manual", note: "Moved away", liftedAt: null },
    ]);
    const said = {
      where: { ownerId: owner.id, email: "a3@mail.test" },
      data: { reason: "unsubscribed" as const },
    };
    await world.db.suppression.updateMany(said);
    const [lifted] = await of("a4@mail.test");
    await liftSuppression(owner, lifted?.id ?? "", "They wrote");
    await world.db.suppression.create({
      data: { ownerId: owner.id, email: "a4@mail.test", reason: "manual" },
    });
    await undoLast(owner);
    const active = await world.db.suppression.findMany({
      where: { ownerId: owner.id, liftedAt: null },
      orderBy: { email: "asc" },
    });
    expect(active.map(({ email }) => email)).toEqual(["a1@mail.test", "a3@mail.test", "a4@mail.test"]);
    expect(await of("a2@mail.test")).toMatchObject([
      { liftedById: owner.id, liftReason: "The bulk suppression was undone" },
    ]);
  });

  it("deletes for good: mailings that had chosen them lose them, suppressions stay, and there is no undo", async () => {
    const { owner } = await audience(20);
    const mailing = await world.mailing({ owner, recipients: 1, startLocal: "2030-01-01T09:00:00" });
    const { id: recipientId } = await world.db.recipient.findFirstOrThrow({
      where: { ownerId: owner.id, email: "a1@mail.test" },
    });
    await world.db.mailingRecipient.create({ data: { mailingId: mailing.id, recipientId } });
    await world.db.suppression.create({
      data: { ownerId: owner.id, email: "a1@mail.test", reason: "bounced" },
    });
    await deleteRecipients(owner, await all(owner, { search: "a" }));
    await run();
    const job = await lastJob(owner);
    expect(job).toMatchObject({ status: "succeeded", counts: { changed: 20 } });
    expect(await world.db.mailingRecipient.count({ where: { mailingId: mailing.id } })).toBe(0);
    expect(await world.db.suppression.count({ where: { ownerId: owner.id } })).toBe(1);
    expect(await undoJob(owner, job.id)).toMatchObject({ code: "job_not_undoable" });
  });

  it("cancelled half way is undone as far as it went, and what was undone does not go on", async () => {
    const { owner, listId } = await audience(2 * BULK_STEP);
    const before = await members(listId);
    await addToList(owner, listed(listId), await all(owner, { search: "a" }));
    const { id } = await lastJob(owner);
    await run({ stepped: () => pauseJob(owner, id).then(() => undefined) });
    expect(await undoJob(owner, id)).toMatchObject({ code: "job_not_undoable" });
    await cancelJob(owner, id);
    expect((await members(listId)).length).toBeGreaterThan(before.length);
    await undoLast(owner);
    expect(await members(listId)).toEqual(before);
    expect(await resumeJob(owner, id)).toMatchObject({ code: "job_not_held" });
    expect((await currentJobs(owner)).map(({ undo, controls }) => [undo, controls.undo])).toEqual([
      ["none", false],
      ["undone", false],
    ]);
    expect(await goingOn(owner)).toEqual({ jobs: true, erasings: false });
  });

  it("fails when its list is deleted meanwhile, and says so", async () => {
    const { owner, listId } = await audience(5);
    await addToList(owner, listed(listId), await all(owner));
    await world.db.recipientList.delete({ where: { id: listId } });
    await run();
    expect(await lastJob(owner)).toMatchObject({ status: "failed", fault: "list_gone" });
  });

  it("ends when its owner's things are handed over, and nothing of the heir's is touched", async () => {
    const [{ owner, listId }, { owner: heir }, admin] = [
      await audience(5),
      await audience(5),
      await world.user("admin"),
    ];
    await addToList(owner, listed(listId), await all(owner));
    const { id } = await lastJob(owner);
    await setRole(admin, owner.id, "manager");
    const { email } = await world.db.user.findUniqueOrThrow({ where: { id: heir.id } });
    expect(await handOver(admin, { userId: owner.id, heirEmail: email })).toMatchObject({ ok: true });
    await run();
    expect(await world.db.job.findUniqueOrThrow({ where: { id } })).toMatchObject({
      ...{ ownerId: heir.id, status: "cancelled", done: 0 },
    });
    expect(await members(listId)).toEqual([]);
  });
});

/** Runs the application's jobs in a process and kills it while it is within this step, held there by a lock. */
async function killInStep(step: number, owner: User): Promise<void> {
  const rows = await world.db.recipient.findMany({
    where: { ownerId: owner.id, email: { startsWith: "a" } },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  const last = rows[step * BULK_STEP - 1]?.id ?? "";
  await world.db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT 1 FROM recipients WHERE id = ${last}::uuid FOR UPDATE`;
      const runner = spawn(
        process.execPath,
        ["--import", import.meta.resolve("tsx"), inProject("tests", "support", "job-runner.ts")],
        {
          cwd: PROJECT,
          stdio: "inherit",
          env: { ...process.env, ...environmentOf(world), APP_URL: "http://127.0.0.1:9" },
        },
      );
      const exited = once(runner, "exit");
      while (!(await isHeld()) && runner.exitCode === null) await sleep(20);
      runner.kill("SIGKILL");
      expect(await exited).toEqual([null, "SIGKILL"]);
    },
    { timeout: 50_000 },
  );
}

/** Whether somebody waits for that recipient. Other tests' databases lie on the same server and wait for locks too. */
async function isHeld(): Promise<boolean> {
  const waiting = await world.db.$queryRaw<unknown[]>`
    SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' LIMIT 1`;
  return waiting.length > 0;
}
