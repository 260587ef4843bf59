import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deliveriesOf } from "@/lib/attempts/deliveries";
import { listedAttempts } from "@/lib/attempts/list";
import { mailingChoices } from "@/lib/attempts/mailing-choices";
import { retriesOf } from "@/lib/attempts/retries";
import { retriableCount, retryRejected } from "@/lib/attempts/retry";
import { attemptDetail, attemptMessage, attemptsOf, lastAttempts } from "@/lib/attempts/queries";
import type { Database } from "@/lib/db";
import { forgetEnv } from "@/lib/env";
import { homeFigures } from "@/lib/home/queries";
import { audienceFigures, audienceSize } from "@/lib/mailings/audience";
import { finishMailing, pauseMailing, resumeMailing, startByHand } from "@/lib/mailings/commands";
import { allMailings, ownMailings } from "@/lib/mailings/list";
import { forecastDraft } from "@/lib/mailings/draft-forecast";
import {
  findLists,
  findMessages,
  findRecipients,
  listOptions,
  mailingToEdit,
  messageOptions,
} from "@/lib/mailings/form-options";
import { mailingLoss } from "@/lib/mailings/loss";
import { forecastMailings } from "@/lib/mailings/forecast";
import { mailingProgress } from "@/lib/mailings/progress";
import { mailingDetail } from "@/lib/mailings/queries";
import { createMailing } from "@/lib/mailings/save";
import { writersArticles } from "@/lib/overview/articles";
import { ownFigures, wholeFigures } from "@/lib/overview/figures";
import { nextRuns } from "@/lib/overview/next-runs";
import { overviewPast } from "@/lib/overview/past";
import { runningMailings } from "@/lib/overview/running";
import { noteOverviewSeen, overviewVisit } from "@/lib/overview/visit";
import { showDueArticles } from "@/lib/posts/due";
import { deleteArticle, publishArticle, unpublishArticle } from "@/lib/posts/publish";
import {
  blogPage,
  feedArticles,
  publishedArticle,
  randomArticles,
  relatedArticles,
} from "@/lib/posts/published";
import { articlesToWrite } from "@/lib/posts/queries";
import { createArticle, saveArticle } from "@/lib/posts/save";
import { articleSchema, articleStates } from "@/lib/posts/schema";
import { forgetUnusedImages } from "@/lib/posts/stored-images";
import { countView } from "@/lib/posts/views";
import { START } from "@/lib/paging/address";
import { END } from "@/lib/paging/keyset-page";
import { recipientsPage, type RecipientFilter } from "@/lib/recipients/queries";
import { daysOfPeriod } from "@/lib/reports/days";
import { reportedDeliveries } from "@/lib/reports/deliveries";
import { growth } from "@/lib/reports/growth";
import { deliveryOutcomes } from "@/lib/reports/outcomes";
import { report, reportByMailing } from "@/lib/reports/queries";
import { reportByLink } from "@/lib/reports/receiving";
import { providerEvent, recordProviderEvent } from "@/lib/sending/provider-events";
import { retriableOf } from "@/lib/sending/retriable";
import { HOUR } from "@/lib/sending/settings";
import { unsubscribeToken } from "@/lib/sending/unsubscribe-token";
import { unsubscribe } from "@/lib/suppressions/commands";
import { readUnsubscribe } from "@/lib/suppressions/queries";
import { choosableMailings } from "@/lib/timeline/mailing-choices";
import { timelineOf } from "@/lib/timeline/timeline";
import { explainMailing } from "@/lib/timeline/why-not-facts";
import { blockUser, unblockUser } from "@/lib/users/block";
import { sessionFacts, signInFacts } from "@/lib/users/queries";
import { setRole } from "@/lib/users/roles";
import {
  connectExplaining,
  connectExplainingKeptPlans,
  deliveriesRead,
  type ExplainedQuery,
  type KeptPlans,
} from "@/tests/support/explaining-database";
import { fillPast } from "@/tests/support/long-past";
import { TIME_TO_PLAN, UNSUBSCRIBE_SECRET, World, type User } from "@/tests/support/world";

/** Tables that grow with use. A list of roles or the one row of the provider's state may well be read whole. */
const GROWING = [
  "recipients",
  "list_members",
  "mailings",
  "attempts",
  "batches",
  "deliveries",
  "suppressions",
  "earlier_suppressions",
  "provider_events",
  "posts",
  "post_readers",
  "post_images",
  "images",
];

let world: World;
let explaining: Database;
/** The engine's statements are prepared, so theirs are the plans that are kept. */
let kept: KeptPlans;
let owner: User;
let queries: ExplainedQuery[] = [];

beforeAll(async () => {
  world = await World.create();
  explaining = connectExplaining(world.url, (query) => queries.push(query));
  kept = await connectExplainingKeptPlans(world.url, (query) => queries.push(query));
  owner = await world.user();
  await fillPast(world.db);
  process.env.CACHE_ENABLED = "off";
  forgetEnv();
  Object.assign(globalThis, { posthornDatabase: explaining });
}, 120_000);
afterAll(async () => {
  await explaining.$disconnect();
  await kept.close();
  await world.close();
});
beforeEach(() => {
  queries = [];
  world.provider.when(() => null);
});

/** No statement so far read a table that grows from end to end. */
function expectIndexed(): void {
  expect(queries.length, "statements seen").toBeGreaterThan(0);
  const scans = queries
    .map(({ sql, scanned }) => ({ sql, scanned: scanned.filter((table) => GROWING.includes(table)) }))
    .filter(({ scanned }) => scanned.length > 0)
    .map(({ sql, scanned }) => `${scanned.join(", ")}: ${sql.replace(/\s+/g, " ").slice(0, 400)}`);
  expect([...new Set(scans)]).toEqual([]);
}

// A hundredth of the table at a time, as the usual 10,000 are of a million.
const engine = (db = explaining) => world.engine({ db, settings: { chunk: 1_000 } });

/** Rounds of six minutes: after a day no outcome is waited for any more, however late a busy machine began to. */
const ROUNDS_OF_A_DAY = 250;

const plans = [
  { plans: "made for the values", db: () => explaining },
  { plans: "kept for all values", db: () => kept.db },
];

function recipientsFrom(search: string, after: string | null) {
  const none = { listId: null, suppressed: "", sort: "" } as const;
  return { ...none, search, place: { after: after ?? "", before: "" } };
}

describe("with a hundred thousand recipients and deliveries every statement uses an index", () => {
  it.each(plans)(
    "of a mailing that is planned, sent through every fault, reaped and finished: plans $plans",
    async ({ db }) => {
      const mailing = await world.mailing({ owner, recipients: 2_000 });
      await world.db.$executeRaw`ANALYZE recipients, list_members`;
      world.provider.badAddress(mailing.addresses[5] ?? "");
      world.provider.script(
        { kind: "reset_after" },
        { kind: "rate_limited", retryAfter: 0.01 },
        { kind: "quota", period: "daily" },
        { kind: "html_200", taken: false },
      );
      const dying = world.engine({
        db: db(),
        settings: { chunk: 1_000 },
        reached: (step) => {
          if (step === "marked") throw new Error("the machine died");
        },
      });
      await expect(world.tick(dying)).rejects.toThrow("died");
      await world.turn(HOUR);
      await world.settleDown(30, engine(db()));
      expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 1_999, rejected: 1 });
      const [attempt] = await world.attempts(mailing.id);
      const request = { attemptId: attempt?.id ?? "", startId: randomUUID() };
      expect((await retryRejected(owner, request)).ok).toBe(true);
      await world.settleDown(30, engine(db()));
      expect(await world.attempts(mailing.id)).toMatchObject([{}, { kind: "retry", rejected: 1 }]);
      expectIndexed();
    },
  );

  it.each(plans)(
    "of a mailing that is finished by hand and one whose outcome stays unknown: plans $plans",
    async ({ db }) => {
      const mailing = await world.mailing({ owner, recipients: 300 });
      world.provider.when(() => ({ kind: "reset_before" }));
      await world.tick(engine(db()));
      await world.turn(24 * HOUR);
      await world.tick(engine(db()));
      const other = await world.mailing({ owner, recipients: 300 });
      await world.tick(engine(db()), TIME_TO_PLAN);
      expect((await finishMailing(owner, other.id)).ok).toBe(true);
      await world.settleDown(ROUNDS_OF_A_DAY, engine(db()));
      expect(Object.keys(await world.deliveriesByStatus(mailing.id))).toEqual(["uncertain"]);
      expect(Object.keys(await world.deliveriesByStatus(other.id))).toEqual(["cancelled"]);
      expectIndexed();
    },
  );

  it("of the commands of a mailing, of unsubscribing and of the provider's events", async () => {
    const mailing = await world.mailing({ owner, recipients: 50, startLocal: "2030-01-01T09:00:00" });
    const { messageId } = await world.db.mailing.findUniqueOrThrow({ where: { id: mailing.id } });
    queries = [];
    await createMailing(owner, {
      name: "Explained",
      messageId,
      listIds: [mailing.listId],
      recipientIds: [],
      startLocal: "2030-01-01T09:00:00",
      timeZone: "UTC",
      period: "daily",
      endAt: null,
    });
    const others = { toEverybody: true, exceptListIds: [mailing.listId], exceptGotBefore: true };
    const due = { startLocal: "2026-01-01T09:00:00", timeZone: "UTC", period: "once" } as const;
    const nobody = { messageId, listIds: [], recipientIds: [], endAt: null };
    expect((await createMailing(owner, { name: "Others", ...nobody, ...others, ...due })).ok).toBe(true);
    await pauseMailing(owner, mailing.id);
    await resumeMailing(owner, mailing.id);
    await startByHand(owner, { mailingId: mailing.id, startId: randomUUID(), keepScheduled: true });
    await world.settleDown(30, engine());
    const [attempt] = await world.attempts(mailing.id);
    const delivery = await world.db.delivery.findFirstOrThrow({ where: { attemptId: attempt?.id } });
    const token = unsubscribeToken(delivery.id, UNSUBSCRIBE_SECRET);
    await readUnsubscribe(token);
    expect((await unsubscribe(token)).ok).toBe(true);
    for (const type of ["email.delivered", "email.bounced", "email.complained"]) {
      const event = providerEvent.parse({
        type,
        created_at: "2026-11-21T12:00:00Z",
        data: {
          email_id: delivery.providerId,
          tags: { delivery: delivery.id },
          bounce: { type: "Permanent" },
        },
      });
      expect((await recordProviderEvent(explaining, randomUUID(), event)).result).toBe("recorded");
    }
    expectIndexed();
  });

  it("of the pages", async () => {
    const past = await world.db.mailing.findFirstOrThrow({ where: { name: "Mailing 7" } });
    const attempt = await world.db.attempt.findFirstOrThrow({
      where: { status: "succeeded", planned: { gt: 0 } },
    });
    const actor = { id: past.ownerId, role: "user" };
    const everything = { search: "", status: "" } as const;
    const first = await ownMailings(actor, everything);
    const second = await ownMailings(actor, everything, { after: first.next ?? "", before: "" });
    await ownMailings(actor, everything, { after: "", before: second.previous ?? "" });
    await ownMailings(actor, { search: "ing 24", status: "finished" });
    await mailingDetail(actor, past.id);
    await mailingLoss(actor, past.id);
    await mailingToEdit(actor, past.id);
    const [list] = (await listOptions(actor.id, [actor.id])).options;
    const [message] = (await messageOptions(actor.id, actor.id)).options;
    await findRecipients(actor, "r499");
    await findMessages(actor, "news");
    await findLists(actor, "list");
    await forecastDraft(actor, {
      schedule: { startLocal: "2040-01-01T09:00:00", timeZone: "UTC", period: "daily", endAt: null },
      messageId: message?.id ?? null,
      mailingId: past.id,
      ...{ listIds: [list?.id ?? ""], recipientIds: [] },
    });
    await retriableCount(attempt.id);
    await attemptMessage(attempt.id);
    const days = daysOfPeriod("month", new Date(), "Europe/Berlin");
    await report(actor, "own", days);
    await reportByMailing(actor, "own", days);
    await growth(actor, "own", days);
    await reportByLink(actor, "own", days);
    for (const outcome of deliveryOutcomes) {
      const filter = { days, outcome, mailing: past.id, domain: "", link: "", hour: null, search: "" };
      await reportedDeliveries(actor, "own", filter, START);
    }
    const runs = { search: "ing 24", status: "", period: "month", kind: "scheduled", mailing: "" } as const;
    await listedAttempts(actor, "own", runs, START);
    await listedAttempts(actor, "own", { ...runs, search: "", mailing: past.id }, START);
    await mailingProgress(actor, past.id);
    await audienceSize(past.id, past.ownerId);
    const others = { listIds: [], recipientIds: [], toEverybody: true, exceptGotBefore: true };
    await audienceFigures(past.ownerId, past.messageId, { ...others, exceptListIds: [list?.id ?? ""] });
    await forecastMailings({ requestsPerSecond: 10, limit: 20 });
    await lastAttempts(first.rows.map((row) => row.id));
    await attemptsOf(past.id, null);
    await attemptDetail({ id: attempt.ownerId, role: "user" }, attempt.id);
    const deliveries = await deliveriesOf(attempt.id, { status: "", search: "" }, START);
    const next = { after: deliveries.next ?? "", before: "" };
    await deliveriesOf(attempt.id, { status: "", search: "" }, next);
    await deliveriesOf(attempt.id, { status: "", search: "" }, { after: "", before: next.after });
    await deliveriesOf(attempt.id, { status: "rejected", search: "" }, START);
    await deliveriesOf(attempt.id, { status: "pending", search: "" }, START);
    const found = await deliveriesOf(attempt.id, { status: "accepted", search: "7" }, START);
    await deliveriesOf(
      attempt.id,
      { status: "", search: "7" },
      { after: found.rows[0]?.id ?? "", before: "" },
    );
    await deliveriesOf(attempt.id, { status: "rejected", search: "7" }, START);
    await mailingChoices(actor, "own", past.id);
    await retriesOf(attempt.id);
    await sessionFacts(past.ownerId, randomUUID());
    await signInFacts("past1@people.test");
    expectIndexed();
  });
});

describe("what can be tried again of a run that skipped many and had none rejected", () => {
  it.each(["force_custom_plan", "force_generic_plan"])(
    "is told without reading a delivery: %s",
    async (mode) => {
      const mailing = await world.mailing({ owner, recipients: 1_000 });
      const suppressed = mailing.addresses.filter((_address, n) => n % 10 === 0);
      await world.db.suppression.createMany({
        data: suppressed.map((email) => ({ ownerId: owner.id, email, reason: "manual" })),
      });
      await world.settleDown(30, world.engine());
      expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 900, skipped: 100 });
      const [run] = await world.attempts(mailing.id);
      expect(await retriableCount(run?.id ?? "")).toBe(0);
      expect(await deliveriesRead(world.url, mode, retriableOf(run?.id ?? ""))).toBe(0);
    },
  );
});

describe("with the same past the history of a recipient", () => {
  it("is read along indexes, onward, back, and for an address that was another recipient's", async () => {
    const { address, attemptId } = await world.db.delivery.findFirstOrThrow({
      where: { status: "accepted" },
    });
    const { ownerId } = await world.db.attempt.findUniqueOrThrow({ where: { id: attemptId } });
    const recipient = { id: randomUUID(), email: address, createdAt: new Date(), owner: { id: ownerId } };
    await world.db.$executeRaw`
      INSERT INTO deliveries (attempt_id, batch_id, position, recipient_id, address, name, status, provider_id, settled_at)
      SELECT a.id, b.id, 0, ${recipient.id}::uuid, ${address}, '', 'accepted', a.id::text, now()
      FROM attempts a JOIN batches b ON b.attempt_id = a.id AND b.seq = 0
      WHERE a.owner_id = ${ownerId}::uuid AND a.id <> ${attemptId}::uuid`;
    const first = await timelineOf(recipient, START);
    const second = await timelineOf(recipient, { after: first.next ?? "", before: "" });
    expect(await timelineOf(recipient, { after: "", before: second.previous ?? "" })).toEqual(first);
    expect(first.rows).toHaveLength(25);
    const actor = { id: ownerId, role: "user" };
    const { mailings } = await choosableMailings(ownerId, "ing 24");
    expect((await explainMailing(actor, mailings[0]?.id ?? "", "r7@past.test"))?.runs).toHaveLength(4);
    expectIndexed();
  });
});

describe("with the same past the pages over everybody's things", () => {
  it("read no growing table from end to end", async () => {
    const admin = await world.user("admin");
    const mailings = { search: "", status: null, hold: null, after: null };
    const attempts = { search: "", status: "", period: "", kind: "", mailing: "" } as const;
    const page = await allMailings(admin, mailings);
    await allMailings(admin, { ...mailings, after: page?.next ?? null });
    await allMailings(admin, { ...mailings, ownerId: page?.rows[0]?.owner.id });
    const first = await recipientsPage(admin, "all", recipientsFrom("", null));
    await recipientsPage(admin, "all", recipientsFrom("", first?.next ?? null));
    const begun = await recipientsPage(admin, "all", recipientsFrom("r49", null));
    await recipientsPage(admin, "all", recipientsFrom("r49", begun?.next ?? null));
    await recipientsPage(admin, "all", recipientsFrom("r4999@past.test", null));
    await recipientsPage(admin, "all", recipientsFrom("nobody@past.test", null));
    await recipientsPage(admin, "all", recipientsFrom("4999@pa", null));
    await recipientsPage(admin, "all", recipientsFrom("nobody at all", null));
    const log = await listedAttempts(admin, "all", attempts, START);
    const second = await listedAttempts(admin, "all", attempts, { after: log?.next ?? "", before: "" });
    await listedAttempts(admin, "all", attempts, { after: "", before: second?.previous ?? "" });
    await listedAttempts(admin, "all", { ...attempts, status: "failed" }, START);
    await listedAttempts(admin, "all", { ...attempts, status: "cancelled", period: "week" }, START);
    await listedAttempts(admin, "own", attempts, START);
    await mailingChoices(admin, "all", page?.rows[0]?.id ?? "");
    expect(begun?.rows).toHaveLength(50);
    expect(log?.rows).toHaveLength(20);
    expectIndexed();
  });

  it("block and unblock a person, and change their role, by indexes", async () => {
    const admin = await world.user("admin");
    const past = await world.db.user.findFirstOrThrow({ where: { name: "Past" }, select: { id: true } });
    for (const change of [blockUser, unblockUser])
      expect((await change(admin, { userId: past.id, reason: "Complaints" })).ok).toBe(true);
    for (const role of ["manager", "user"]) expect((await setRole(admin, past.id, role)).ok).toBe(true);
    expectIndexed();
  });
});

describe("with a hundred thousand recipients the home page", () => {
  it("counts along indexes", async () => {
    expect((await homeFigures()).mailings).toBeGreaterThanOrEqual(5_000);
    expectIndexed();
  });
});

describe("with twenty thousand attempts the overview", () => {
  it("reads no growing table from end to end, one's own and everybody's", async () => {
    const past = await world.db.user.findFirstOrThrow({ where: { name: "Past" }, select: { id: true } });
    const user = { id: past.id, role: "user" };
    const [watcher, writer] = [await world.user("manager"), await world.user("content_manager")];
    for (const who of [user, watcher]) {
      await runningMailings(who);
      await nextRuns(who);
      const { now } = await overviewVisit(who);
      await overviewPast(who, { now, since: null });
      await noteOverviewSeen(who, now);
    }
    expect(await ownFigures(user)).toMatchObject({ mailings: 250, recipients: 5_000 });
    expect(await wholeFigures(watcher)).not.toBeNull();
    expect((await writersArticles(writer))?.drafts).toEqual([]);
    expectIndexed();
  });
});

describe("with a hundred thousand recipients, twelve thousand of them one owner's, the list of recipients", () => {
  let many: User;
  beforeAll(async () => {
    many = await world.user();
    await world.db.$executeRaw`INSERT INTO recipients (owner_id, email, name)
      SELECT ${many.id}::uuid, 'm' || n || '@many.test', CASE WHEN n <= 20 THEN 'Ferreira' ELSE 'Reader' END
      FROM generate_series(1, 12000) n`;
    await world.db.$executeRaw`INSERT INTO suppressions (owner_id, email, reason)
      SELECT owner_id, email, 'complained' FROM recipients WHERE owner_id = ${many.id}::uuid AND email LIKE 'm1%7@many.test'`;
    await world.db.$executeRaw`VACUUM ANALYZE recipients, suppressions`;
  });
  const shown = (filter: Partial<RecipientFilter>) =>
    recipientsPage(many, "own", { ...recipientsFrom("", null), ...filter });

  it.each(["", "email"] as const)("finds and counts by indexes, ordered by %j", async (sort) => {
    // Of the beginning alone, where a walk from the newest does not come.
    expect(await shown({ sort, search: "ERREI" })).toMatchObject({ total: 20, isEstimate: false });
    expect(await shown({ sort, search: "nobody" })).toMatchObject({ total: 0 });
    await shown({ sort, search: "m1" });
    expect((await shown({ sort, suppressed: "complained" }))?.total).toBe(311);
    expect((await shown({ sort, addedSince: new Date(Date.now() + 60_000).toISOString() }))?.total).toBe(0);
    await shown({ sort, reached: "never" });
    await shown({ sort, suppressed: "no" });
    const first = await shown({ sort });
    const second = await shown({ sort, place: { after: first?.next ?? "", before: "" } });
    await shown({ sort, place: { after: "", before: second?.previous ?? "" } });
    expectIndexed();
  });

  it("says about how many there are above ten thousand, and has a last page", async () => {
    const page = await shown({});
    expect(page).toMatchObject({ isEstimate: true, fingerprint: expect.stringMatching(/-/) });
    expect(Math.abs((page?.total ?? 0) - 12_000)).toBeLessThan(600);
    const last = await shown({ sort: "email", place: { after: "", before: END } });
    expect(last?.rows.at(-1)?.email).toBe("m9@many.test");
    expect(last).toMatchObject({ next: null, first: null });
    expectIndexed();
  });
});

describe("with five thousand articles the blog and those who write it", () => {
  it("read no growing table from end to end", async () => {
    await blogPage("en", 1);
    await blogPage("ru", 200);
    await publishedArticle("past-7");
    await relatedArticles("past-7");
    await feedArticles("en");
    expect(await randomArticles("en", 3, new Date())).toHaveLength(3);
    const writer = await world.user("content_manager");
    const filter = { search: "", state: null, after: null };
    const page = await articlesToWrite(writer, filter);
    await articlesToWrite(writer, { ...filter, after: page?.next ?? null });
    for (const state of articleStates) await articlesToWrite(writer, { ...filter, state });
    await articlesToWrite(await world.user("admin"), { ...filter, search: "article 49" });
    const known = await world.db.post.findFirstOrThrow({ select: { id: true } });
    const fields = {
      title: "Past article",
      summary: "",
      language: "en",
      slug: "",
      source: `![T](/api/images/${known.id})`,
      coverId: "",
      coverAlt: "",
    };
    const made = await createArticle(writer, randomUUID(), articleSchema.parse(fields));
    if (!made.ok) throw new Error(made.code);
    await saveArticle(writer, made.value, articleSchema.parse({ ...fields, slug: "past-renamed" }));
    await publishArticle(writer, made.value.postId);
    const reader = { address: "192.0.2.7", userAgent: "Mozilla/5.0 Firefox/140.0", now: new Date() };
    expect(await countView("past-renamed", reader)).toBe(1);
    await unpublishArticle(writer, made.value.postId);
    await deleteArticle(writer, made.value.postId);
    await showDueArticles();
    await forgetUnusedImages();
    expectIndexed();
  });
});

describe("the look for whole scans", () => {
  it.each(plans)("sees one: plans $plans", async ({ db }) => {
    await db().$queryRaw`SELECT count(*) FROM deliveries WHERE name = 'nobody'`;
    expect(queries.flatMap((query) => query.scanned)).toContain("deliveries");
  });
});
