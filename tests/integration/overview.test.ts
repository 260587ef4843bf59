import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { forgetEnv } from "@/lib/env";
import { readHealth } from "@/lib/health/queries";
import { pauseMailing, stopMailing } from "@/lib/mailings/commands";
import { writersArticles } from "@/lib/overview/articles";
import { ownFigures, wholeFigures } from "@/lib/overview/figures";
import { nextRuns } from "@/lib/overview/next-runs";
import { overviewPast } from "@/lib/overview/past";
import { runningMailings } from "@/lib/overview/running";
import { noteOverviewSeen, overviewVisit } from "@/lib/overview/visit";
import { blockUser } from "@/lib/users/block";
import { World, type User } from "@/tests/support/world";

let world: World;
let owner: User;
let other: User;
let watcher: User;
let admin: User;
let writer: User;

const LATER = "2035-01-01T09:00:00";
const MINUTE = 60_000;
const janitor = { id: randomUUID(), role: "janitor" };
const troubleSince = async (...[actor, visit]: Parameters<typeof overviewPast>) =>
  (await overviewPast(actor, visit)).trouble;

beforeAll(async () => {
  world = await World.create();
  // The cache belongs to Next's server; here every read goes to the database.
  process.env.CACHE_ENABLED = "off";
  forgetEnv();
});
beforeEach(async () => {
  await world.forget();
  await world.db.recipient.deleteMany();
  await world.db.recipientList.deleteMany();
  await world.db.post.deleteMany();
  [owner, other, watcher, admin, writer] = await Promise.all([
    world.user(),
    world.user(),
    world.user("manager"),
    world.user("admin"),
    world.user("content_manager"),
  ]);
});
afterAll(() => world.close());

describe("what goes out", () => {
  it("is one's own, everybody's for managers and admins, and nothing for anybody else", async () => {
    const [mine, theirs] = [await sending(owner), await sending(other)];
    const attempt = { planning: false, planned: 300, accepted: await acceptedOf(mine), rejected: 0 };
    expect(attempt.accepted).toBeGreaterThan(0);
    expect(await runningMailings(owner)).toMatchObject({
      rows: [{ mailingId: mine, owner: null, held: false, attempt }],
      total: 1,
    });
    for (const who of [watcher, admin]) {
      const { rows, total } = await runningMailings(who);
      expect(total).toBe(2);
      expect(rows.map((row) => row.mailingId)).toEqual([theirs, mine]);
      expect(rows.map((row) => row.owner)).toEqual(["Vera Owner", "Vera Owner"]);
    }
    for (const who of [writer, janitor])
      expect(await runningMailings(who)).toMatchObject({ rows: [], total: 0 });
  });

  it("tells by its version that a run was held, and that one has come and gone between two looks", async () => {
    const id = await sending(owner);
    const { version } = await runningMailings(owner);
    expect((await runningMailings(owner)).version).toBe(version);
    await pauseMailing(owner, id);
    const held = await runningMailings(owner);
    expect(held).toMatchObject({ rows: [{ held: true }] });
    expect(held.version).not.toBe(version);
    await world.mailing({ owner, recipients: 1 });
    await world.tick();
    expect((await runningMailings(owner)).version).not.toBe(held.version);
  });

  it("shows five and says how many there are", async () => {
    for (let n = 0; n < 6; n += 1) await world.mailing({ owner, recipients: 1 });
    world.provider.when(() => ({ kind: "reset_before" }));
    await world.tick();
    const { rows, total } = await runningMailings(owner);
    expect([rows.length, total]).toEqual([5, 6]);
  });
});

describe("the next runs", () => {
  it("are the three soonest of what nothing holds: one's own, everybody's for who watches", async () => {
    const years = ["2038", "2035", "2037", "2036"];
    const mine: string[] = [];
    for (const year of years) mine.push(await scheduled(owner, year));
    const theirs = await scheduled(other, "2034");
    const [in2038, in2035, in2037, in2036] = mine;
    expect(ids(await nextRuns(owner))).toEqual([in2035, in2036, in2037]);
    expect(ids(await nextRuns(watcher))).toEqual([theirs, in2035, in2036]);
    await pauseMailing(owner, in2035 ?? "");
    await stopMailing(watcher, { mailingId: in2036 ?? "", reason: "Spam" });
    expect(ids(await nextRuns(owner))).toEqual([in2037, in2038]);
    await blockUser(watcher, { userId: other.id, reason: "Spam" });
    expect(ids(await nextRuns(admin))).toEqual([in2037, in2038]);
    for (const who of [writer, janitor]) expect(await nextRuns(who)).toEqual([]);
  });
});

describe("a start before its time", () => {
  it("is offered for one's own mailing that runs once and has not run, with how many it reaches", async () => {
    const once = await world.mailing({ owner, recipients: 3, startLocal: LATER });
    const weekly = { startLocal: LATER.replace("2035", "2036"), period: "weekly" } as const;
    await world.mailing({ owner, recipients: 1, ...weekly });
    const [address = ""] = once.addresses;
    await world.db.suppression.create({ data: { ownerId: owner.id, email: address, reason: "manual" } });
    expect((await nextRuns(owner)).map(({ startNow }) => startNow)).toEqual([2, null]);
    expect((await nextRuns(watcher)).map(({ startNow }) => startNow)).toEqual([null, null]);
    await world.db.suppression.deleteMany();
    await world.db.listMember.deleteMany({ where: { listId: once.listId } });
    expect((await nextRuns(owner))[0]).toMatchObject({ mailingId: once.id, startNow: null });
  });
});

describe("what went wrong", () => {
  it("is what failed or was held by others since, one's own or everybody's, and not what one paused oneself", async () => {
    const since = (await overviewVisit(owner)).now;
    const { id, addresses } = await world.mailing({ owner, recipients: 3 });
    world.provider.badAddress(addresses[0] ?? "");
    const fine = await world.mailing({ owner: other, recipients: 1 });
    await world.settleDown();
    const [paused, stopped] = [await scheduled(owner, "2035"), await scheduled(owner, "2036")];
    await pauseMailing(owner, paused);
    await stopMailing(watcher, { mailingId: stopped, reason: "Spam" });
    const trouble = {
      attempts: [{ mailingId: id, status: "partly_failed", accepted: 2, planned: 3 }],
      attemptsTotal: 1,
      holds: [{ mailingId: stopped, hold: "stopped", by: "Vera Owner", reason: "Spam" }],
      holdsTotal: 1,
    };
    const { now } = await overviewVisit(owner);
    expect(await troubleSince(owner, { now, since })).toMatchObject(trouble);
    expect(await troubleSince(watcher, { now, since })).toMatchObject(trouble);
    expect((await overviewPast(watcher, { now, since })).last).toMatchObject({
      planned: 1,
      owner: "Vera Owner",
    });
    // When it began, as the lists of attempts say it, however long it took.
    const [run] = await world.db.attempt.findMany({ where: { mailingId: id } });
    expect((await troubleSince(owner, { now, since })).attempts[0]?.at).toEqual(run?.createdAt);
    expect(await world.deliveriesByStatus(fine.id)).toEqual({ accepted: 1 });
    for (const who of [other, writer, janitor]) {
      expect(await troubleSince(who, { now, since })).toMatchObject({ attempts: [], holds: [] });
    }
    await world.turn(MINUTE);
    const later = (await overviewVisit(owner)).now;
    expect(await troubleSince(owner, { now: later, since: later })).toMatchObject({
      attempts: [],
      holds: [],
      attemptsTotal: 0,
      holdsTotal: 0,
    });
    // Nobody is told of what is older than a month.
    await world.turn(31 * 24 * 60 * MINUTE);
    const { now: muchLater } = await overviewVisit(owner);
    expect(await troubleSince(owner, { now: muchLater, since: null })).toMatchObject({
      attempts: [],
      holds: [],
    });
  });
});

describe("a visit", () => {
  it("changes nothing by being read, and its news stay until it is over", async () => {
    const first = await overviewVisit(owner);
    expect(first.since).toBeNull();
    expect((await overviewVisit(owner)).since).toBeNull();
    await noteOverviewSeen(owner, first.now);
    // Loaded again on the same visit.
    await world.turn(20 * MINUTE);
    const again = await overviewVisit(owner);
    expect(again.since).toBeNull();
    await noteOverviewSeen(owner, again.now);
    await world.turn(40 * MINUTE);
    const back = await overviewVisit(owner);
    expect(back.since).toEqual(again.now);
    await noteOverviewSeen(owner, back.now);
    expect((await overviewVisit(owner)).since).toEqual(again.now);
    expect((await overviewVisit(other)).since).toBeNull();
  });

  it("is not noted for a time to come, nor taken back", async () => {
    const { now } = await overviewVisit(owner);
    await noteOverviewSeen(owner, new Date("2099-01-01"));
    await noteOverviewSeen(owner, new Date(0));
    await world.turn(40 * MINUTE);
    const { since } = await overviewVisit(owner);
    expect(since?.getTime()).toBeGreaterThanOrEqual(now.getTime());
    expect(since?.getTime()).toBeLessThan(now.getTime() + 10 * MINUTE);
  });
});

describe("the figures", () => {
  it("are one's own and nobody else's, runs that go on included", async () => {
    const id = await sending(owner);
    const { addresses } = await world.mailing({ owner: other, recipients: 2 });
    await world.db.suppression.create({
      data: { ownerId: owner.id, email: "a@mail.test", reason: "manual" },
    });
    await world.db.suppression.create({
      data: { ownerId: owner.id, email: "b@mail.test", reason: "manual", liftedAt: new Date() },
    });
    const paused = await scheduled(owner, "2035");
    await pauseMailing(owner, paused);
    expect(await ownFigures(owner)).toEqual({
      mailings: 2,
      active: 1,
      recipients: 301,
      lists: 2,
      suppressions: 1,
      accepted: await acceptedOf(id),
      rejected: 0,
    });
    world.provider.badAddress(addresses[0] ?? "");
    await world.settleDown();
    expect(await ownFigures(owner)).toMatchObject({ active: 0, accepted: 300 });
    expect(await ownFigures(other)).toMatchObject({ recipients: 2, accepted: 1, rejected: 1 });
    for (const who of [watcher, writer, janitor]) expect(await ownFigures(who)).toBeNull();
  });

  it("of the whole are for managers and admins alone", async () => {
    await world.mailing({ owner, recipients: 2 });
    await world.settleDown();
    await world.db.recipient.create({
      data: { ownerId: other.id, email: (await world.db.recipient.findFirstOrThrow()).email },
    });
    const before = await wholeFigures(watcher);
    await blockUser(watcher, { userId: other.id, reason: "Spam" });
    expect(before).toMatchObject({ mailings: 1, active: 0, addresses: 2, accepted: 2, rejected: 0 });
    expect(await wholeFigures(admin)).toEqual({ ...before, blocked: (before?.blocked ?? 0) + 1 });
    for (const who of [owner, writer, janitor]) expect(await wholeFigures(who)).toBeNull();
  });

  it("leave out what is older than a month", async () => {
    await world.mailing({ owner, recipients: 2 });
    await world.settleDown();
    await world.turn(31 * 24 * 60 * MINUTE);
    expect(await ownFigures(owner)).toMatchObject({ accepted: 0, mailings: 1 });
    expect(await wholeFigures(watcher)).toMatchObject({ accepted: 0, mailings: 1 });
  });
});

it("who writes sees drafts, what is to appear and what is read most; nobody else does", async () => {
  const day = 24 * 60 * MINUTE;
  const post = (title: string, fields: object) => ({
    ...{
      authorId: writer.id,
      slug: randomUUID(),
      language: "en",
      title,
      source: "Text",
      body: "<p>Text</p>",
    },
    ...fields,
  });
  await world.db.post.createMany({
    data: [
      post("Draft", { status: "draft" }),
      post("Later", { status: "scheduled", publishedAt: new Date(Date.now() + 2 * day) }),
      post("Soon", { status: "scheduled", publishedAt: new Date(Date.now() + day) }),
      post("Its time has come", { status: "scheduled", publishedAt: new Date(Date.now() - day), views: 2 }),
      post("Read", { status: "published", publishedAt: new Date(0), views: 7, language: "ru" }),
      post("Unread", { status: "published", publishedAt: new Date(0) }),
    ],
  });
  const found = await writersArticles(writer);
  const titles = (name: "drafts" | "scheduled" | "mostRead") => found?.[name].map(({ title }) => title);
  expect([titles("drafts"), titles("scheduled"), titles("mostRead")]).toEqual([
    ["Draft"],
    ["Soon", "Later"],
    ["Read", "Its time has come"],
  ]);
  for (const who of [owner, watcher, janitor]) expect(await writersArticles(who)).toBeNull();
  process.env.BLOG_OPEN_AUTHORSHIP = "on";
  forgetEnv();
  expect(await writersArticles(owner)).toEqual({ drafts: [], scheduled: [], mostRead: [] });
  delete process.env.BLOG_OPEN_AUTHORSHIP;
  forgetEnv();
});

describe("how Posthorn is", () => {
  it("only admins are told", async () => {
    for (const who of [owner, watcher, writer, janitor]) expect(await readHealth(who)).toBeNull();
  });

  it("tells a scheduler that does not run, a pause, a key that is refused and a Redis that is not used", async () => {
    expect(await readHealth(admin)).toMatchObject({
      scheduler: { ticks: false, minutesAgo: null },
      halt: null,
      redis: "none",
    });
    await world.mailing({ owner, recipients: 1 });
    world.provider.when(() => ({ kind: "quota", period: "daily" }));
    await world.tick();
    expect(await readHealth(admin)).toMatchObject({
      scheduler: { ticks: true },
      halt: { kind: "pause", nextProbeAt: expect.any(Date) },
    });
  });
});

/** A mailing to 300 of which one batch has gone out. */
async function sending(of: User): Promise<string> {
  const { id } = await world.mailing({ owner: of, recipients: 300 });
  let taken = 0;
  world.provider.when(() => ((taken += 1) > 1 ? { kind: "reset_before" } : null));
  await world.tick();
  world.provider.when(() => null);
  return id;
}

async function acceptedOf(mailingId: string): Promise<number> {
  return (await world.deliveriesByStatus(mailingId)).accepted ?? 0;
}

async function scheduled(of: User, year: string): Promise<string> {
  const { id } = await world.mailing({ owner: of, recipients: 1, startLocal: LATER.replace("2035", year) });
  return id;
}

function ids(runs: { mailingId: string }[]): string[] {
  return runs.map(({ mailingId }) => mailingId);
}
