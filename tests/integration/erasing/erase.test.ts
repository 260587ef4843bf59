import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { recordAudit } from "@/lib/audit/record";
import { openErasure } from "@/lib/erasing/erase";
import { ERASING_LOOK } from "@/lib/erasing/job";
import { openErasings } from "@/lib/erasing/queries";
import { cancelJob, pauseJob } from "@/lib/jobs/commands";
import { runJobs } from "@/lib/jobs/run";
import { goingOn } from "@/lib/recipients/going-on";
import { KEY_LIFETIME } from "@/lib/sending/settings";
import { placesOf } from "@/tests/integration/erasing/everything-stored";
import { Person } from "@/tests/integration/erasing/person";
import { confirmed, importHost, uploaded } from "@/tests/support/uploaded";
import { TIME_TO_PLAN, World, type User } from "@/tests/support/world";

// The cache belongs to Next's server.
vi.mock("next/cache", () => ({ revalidateTag: vi.fn(), unstable_cache: vi.fn() }));

let world: World;
let owner: User;
let person: Person;
let email: string;
let name: string;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.forget();
  owner = await world.user();
  person = new Person(world, owner);
  ({ email, name } = person);
});

/** The next look of jobs that wait. */
async function look(): Promise<void> {
  await world.turn(ERASING_LOOK * 60_000 + 1_000);
  await runJobs(importHost(world), { time: 60_000 });
}

describe("erasing a person", () => {
  it("leaves neither address nor name anywhere, whatever has happened, and the ledger adds up", async () => {
    const bounced = await person.mailing();
    await world.settleDown();
    await person.event("email.bounced", await person.delivery(bounced.id));
    const skipped = await person.mailing();
    await world.settleDown();
    await world.db.suppression.updateMany({
      where: { ownerId: owner.id, email },
      data: { liftedAt: new Date(), liftReason: `${email} asked`, liftedById: owner.id },
    });
    const refused = await person.mailing();
    world.provider.badAddress(email, `Invalid \`to\` field: ${email.toUpperCase()}.`);
    await world.settleDown();
    expect((await world.attempts(refused.id))[0]?.answer).toContain(email.toUpperCase());
    await world.db.$transaction((tx) =>
      recordAudit(tx, {
        ...{ actorId: owner.id, action: "mailing_stopped", targetType: "mailing", targetId: refused.id },
        ...{ targetName: "News", reason: `A complaint of ${email}.` },
      }),
    );
    await world.db.job.create({
      data: {
        ownerId: owner.id,
        kind: "bulk",
        status: "paused",
        input: { note: `${email} asked`, filter: { search: email } },
      },
    });
    const pending = await person.mailing();
    await world.tick(world.engine(), TIME_TO_PLAN);
    await person.imported(`email,name\n${email},${name}\n`);
    expect(await placesOf(world.db, [email])).toEqual(
      expect.arrayContaining([
        "audit_events.reason",
        "batches.answer",
        "jobs.input",
        "provider_events.detail",
        "suppressions.email",
      ]),
    );

    expect(await person.erase()).toEqual({ completed: true });

    await person.expectGone();
    expect(await world.deliveriesByStatus(skipped.id)).toEqual({ skipped: 1, accepted: 2 });
    expect(await world.deliveriesByStatus(refused.id)).toEqual({ rejected: 1, accepted: 2 });
    expect(
      await world.db.delivery.findFirst({
        where: { address: { startsWith: "erased-" }, status: "accepted" },
      }),
    ).toMatchObject({
      name: "",
      fields: {},
      fate: "bounced",
      fateDetail: null,
      providerId: expect.any(String) as string,
    });
    expect((await world.attempts(refused.id))[0]?.answer).toContain("Invalid `to` field: [erased].");
    await world.settleDown();
    expect(await world.deliveriesByStatus(pending.id)).toEqual({ skipped: 1, accepted: 2 });
    await person.expectGone();
  });

  it("takes the person out of a batch that somebody has rendered and not yet requested", async () => {
    const { id } = await person.mailing();
    expect(await person.eraseAt("frozen")).toEqual({ completed: true });
    await world.settleDown();
    expect(await world.deliveriesByStatus(id)).toEqual({ skipped: 1, accepted: 2 });
    expect(world.provider.mails.flatMap(({ to }) => to)).not.toContain(email);
    await person.expectGone();
  });

  it("leaves a request that is on its way, and completes when its answer has come", async () => {
    const { id } = await person.mailing();
    expect(await person.eraseAt("marked")).toEqual({ completed: false });
    await world.settleDown();
    await look();
    expect(await world.deliveriesByStatus(id)).toEqual({ accepted: 3 });
    await person.expectGone();
  });

  it("waits for an email of unknown outcome, says until when, and completes once its batch closes", async () => {
    const { id } = await person.mailing();
    world.provider.script({ kind: "reset_before" });
    await world.tick();
    expect(await person.erase()).toEqual({ completed: false });
    expect(await placesOf(world.db, [email, name])).toEqual(["batches.body"]);
    // By the next tick, and not before.
    const open = await openErasings(owner);
    expect(open).toMatchObject({ emails: 1 });
    expect(await goingOn(owner)).toEqual({ jobs: true, erasings: true });
    expect(Math.abs((open?.until?.getTime() ?? 0) - Date.now() - KEY_LIFETIME)).toBeLessThan(60_000);
    await look();
    expect(await placesOf(world.db, [email])).toEqual(["batches.body"]);
    await world.settleDown();
    await look();
    await person.expectGone();
    expect(await openErasings(owner)).toBeNull();
    expect(await goingOn(owner)).toMatchObject({ erasings: false });
    expect(await world.deliveriesByStatus(id)).toEqual({ accepted: 3 });
  });

  it("skips the person where a request of unknown outcome turns out to have been refused", async () => {
    const { id } = await person.mailing();
    world.provider.script({ kind: "reset_before" });
    world.provider.badAddress(email, `Invalid to: ${email}`);
    await world.tick();
    expect(await person.erase()).toEqual({ completed: false });
    await world.settleDown();
    expect(await placesOf(world.db, [email])).toContain("batches.answer");
    await look();
    await person.expectGone();
    expect(await world.deliveriesByStatus(id)).toEqual({ skipped: 1, accepted: 2 });
  });

  it("goes on where a process died in the middle of it", async () => {
    await person.mailing();
    await world.settleDown();
    await world.db.$transaction((tx) => openErasure(tx, owner.id, email));
    await look();
    await person.expectGone();
  });

  it("takes addresses that the recipient had before, and leaves another owner's same address untouched", async () => {
    const other = await world.user();
    const theirs = await person.mailing(other.id);
    await person.mailing();
    await world.settleDown();
    const former = `former.${email}`;
    const { id } = await person.recipient();
    await world.db.$executeRaw`
      UPDATE deliveries SET address = ${former} WHERE recipient_id = ${id}::uuid`;
    await world.db.suppression.create({
      data: { ownerId: owner.id, email: former, reason: "bounced", note: `${former} → ${email}` },
    });
    // What it said before is stored too.
    await world.db.suppression.updateMany({ where: { email: former }, data: { reason: "unsubscribed" } });
    expect(await placesOf(world.db, [former])).toContain("earlier_suppressions.email");
    await world.db.suppression.create({
      data: { ownerId: other.id, email, reason: "manual", note: "theirs" },
    });
    await person.erase();
    expect(await placesOf(world.db, [former])).toEqual([]);
    expect((await person.imported(`email\n${former}\n`)).summary).toMatchObject({ erased: 1, added: 0 });
    expect(await person.recipient(other.id)).toMatchObject({ name });
    expect(await person.delivery(theirs.id)).toMatchObject({ name });
    expect(await world.db.suppression.findMany({ where: { email } })).toMatchObject([{ note: "theirs" }]);
  });

  it("waits for a file that is being imported, and leaves nothing of what is read of the person", async () => {
    await person.mailing();
    await world.settleDown();
    const rows = `email,name\n${email},${name}\nbroken ${email},${name}\nolga.${email},Olga\n`;
    const id = await uploaded(owner, rows);
    expect(await person.erase()).toEqual({ completed: false });
    expect(await openErasings(owner)).toMatchObject({ files: true, until: null });
    const [job] = await world.db.job.findMany({ where: { ownerId: owner.id, kind: "erasing" } });
    expect(await pauseJob(owner, job?.id ?? "")).toMatchObject({ code: "job_over" });
    expect(await cancelJob(owner, job?.id ?? "")).toMatchObject({ code: "job_over" });
    await look();
    await confirmed(world, owner, id);
    await look();
    await look();
    expect(await openErasings(owner)).toBeNull();
    const of = await world.db.recipient.findMany({
      where: { ownerId: owner.id, email: { contains: email } },
    });
    expect(of.map((row) => row.email)).toEqual([`olga.${email}`]);
    await world.db.recipient.deleteMany({ where: { ownerId: owner.id, email: `olga.${email}` } });
    await world.db.importChunk.deleteMany({ where: { jobId: id, report: { contains: `olga.${email}` } } });
    await person.expectGone();
  });
});
