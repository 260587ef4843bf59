import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { finishMailing, resumeMailing, startByHand, stopMailing } from "@/lib/mailings/commands";
import { planDueMailings } from "@/lib/sending/plan-attempt";
import { planDeliveries } from "@/lib/sending/plan-deliveries";
import { PAST_LEASES, World, type User, type PlannedMailing } from "@/tests/support/world";

let world: World;
let owner: User;
beforeAll(async () => {
  world = await World.create();
  owner = await world.user();
});
afterAll(() => world.close());
beforeEach(() => world.forget());

const batchesOf = (mailingId: string) =>
  world.db.batch.findMany({ where: { attempt: { mailingId } }, orderBy: [{ seq: "asc" }, { id: "asc" }] });

describe("between claim and request", () => {
  it("a mailing that is stopped sends nothing", async () => {
    const watching = await world.user("manager");
    const mailing = await world.mailing({ owner, recipients: 250 });
    let stopped = false;
    const engine = world.engine({
      settings: { inFlight: 1 },
      reached: async (step) => {
        if (step !== "frozen" || stopped) return;
        stopped = true;
        expect((await stopMailing(watching, { mailingId: mailing.id, reason: "Spam" })).ok).toBe(true);
      },
    });
    await world.tick(engine);
    expect(stopped).toBe(true);
    expect(world.provider.requests).toEqual([]);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ pending: 250 });
  });

  it("a mailing that is finished sends nothing, and all of it is cancelled", async () => {
    const mailing = await world.mailing({ owner, recipients: 250 });
    let closed = false;
    const engine = world.engine({
      settings: { inFlight: 1 },
      reached: async (step) => {
        if (step !== "claimed" || closed) return;
        closed = true;
        expect((await finishMailing(owner, mailing.id)).ok).toBe(true);
      },
    });
    await world.tick(engine);
    expect(world.provider.requests).toEqual([]);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ cancelled: 250 });
    expect(await world.attempts(mailing.id)).toMatchObject([
      { status: "cancelled", closingReason: "finished" },
    ]);
    expect(await world.verify()).toEqual([]);
  });

  it("a claim that is lost to another machine requests nothing", async () => {
    const mailing = await world.mailing({ owner, recipients: 50 });
    let away = true;
    const slow = world.engine({
      reached: async (step) => {
        if (step !== "frozen" || !away) return;
        away = false;
        await world.turn(PAST_LEASES);
        await world.tick();
      },
    });
    await world.tick(slow);
    expect(away).toBe(false);
    expect(world.provider.requests.map((request) => request.outcome)).toEqual(["accepted"]);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 50 });
    expect(await world.verify()).toEqual([]);
  });
});

describe("one bad address among a hundred", () => {
  it("is rejected alone, with the server's words, and the 99 others get their mail once", async () => {
    const mailing = await world.mailing({ owner, recipients: 100 });
    const bad = mailing.addresses[37] ?? "";
    world.provider.badAddress(bad, "This mailbox has moved to the moon.");
    await world.settleDown();
    const received = world.provider.received();
    expect(received.has(bad)).toBe(false);
    expect(mailing.addresses.filter((address) => received.get(address) === 1)).toHaveLength(99);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 99, rejected: 1 });
    const rejected = await world.db.delivery.findFirst({ where: { status: "rejected" } });
    expect(rejected).toMatchObject({
      address: bad,
      reason: "refused",
      answer: "HTTP 422 validation_error: This mailbox has moved to the moon.",
    });
    expect(await world.attempts(mailing.id)).toMatchObject([
      { status: "partly_failed", answerCode: "validation_error" },
    ]);
    expect(await world.verify()).toEqual([]);
  });

  it("is found after an unknown outcome too: the refusal proves that nothing was taken before", async () => {
    const mailing = await world.mailing({ owner, recipients: 100 });
    world.provider.badAddress(mailing.addresses[99] ?? "");
    world.provider.script({ kind: "reset_before" });
    await world.settleDown();
    expect([...world.provider.received().values()].filter((count) => count !== 1)).toEqual([]);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 99, rejected: 1 });
    expect(await world.verify()).toEqual([]);
  });
});

describe("413", () => {
  it("splits a batch while nothing unknown has happened to it", async () => {
    const mailing = await world.mailing({ owner, recipients: 100 });
    world.provider.script({ kind: "too_large" });
    await world.settleDown();
    expect((await batchesOf(mailing.id)).map((batch) => batch.size).sort()).toEqual([0, 50, 50]);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 100 });
  });

  it("splits nothing after an unknown outcome, for an earlier request may have been taken", async () => {
    const mailing = await world.mailing({ owner, recipients: 100 });
    world.provider.script({ kind: "reset_after" }, { kind: "too_large" });
    await world.settleDown();
    expect((await batchesOf(mailing.id)).map((batch) => batch.size)).toEqual([100]);
    expect([...world.provider.received().values()].filter((count) => count !== 1)).toEqual([]);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 100 });
  });
});

/** Makes an attempt of small batches: by hand, so that its figures can be changed before it is planned. */
async function startInBatchesOf(size: number, mailingId: string): Promise<void> {
  const started = await startByHand(owner, { mailingId, startId: randomUUID(), keepScheduled: false });
  expect(started.ok).toBe(true);
  await world.db.attempt.updateMany({ where: { mailingId }, data: { batchSize: size } });
}

const SMALL = 4;

/** Starts a mailing in batches of four, the addresses of some of which are bad; batches follow the recipients' ids. */
async function startWithBadBatches(
  { id, addresses }: PlannedMailing,
  bad: (seq: number) => boolean,
): Promise<void> {
  const recipients = await world.db.recipient.findMany({
    where: { ownerId: owner.id, email: { in: addresses } },
    orderBy: { id: "asc" },
  });
  for (const [n, { email }] of recipients.entries())
    if (bad(Math.floor(n / SMALL))) world.provider.badAddress(email, "Not from this domain.");
  await startInBatchesOf(SMALL, id);
}

const oneByOne = () => world.engine({ settings: { inFlight: 1 } });

describe("a message that is refused for everybody", () => {
  it("holds its mailing after three batches, whatever is left, and says why", async () => {
    const mailing = await world.mailing({ owner, recipients: 100 });
    await startWithBadBatches(mailing, () => true);
    await world.tick(oneByOne());
    expect(await world.db.mailing.findUnique({ where: { id: mailing.id } })).toMatchObject({
      protectedCode: "all_refused",
      protectedAnswer: "HTTP 422 validation_error: Not from this domain.",
    });
    // Three batches of four, split down to one: seven requests each.
    expect(world.provider.requests).toHaveLength(21);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ rejected: 12, pending: 88 });
  });

  it("goes on when its owner has looked and the fault is mended", async () => {
    const mailing = await world.mailing({ owner, recipients: 40 });
    await startWithBadBatches(mailing, (seq) => seq < 3);
    await world.tick(oneByOne());
    expect((await resumeMailing(owner, mailing.id)).ok).toBe(true);
    await world.settleDown();
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ rejected: 12, accepted: 28 });
    expect(await world.verify()).toEqual([]);
  });

  it("is not held where one batch was accepted before", async () => {
    const mailing = await world.mailing({ owner, recipients: 40 });
    await startWithBadBatches(mailing, (seq) => seq > 0);
    await world.settleDown(60, oneByOne());
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ rejected: 36, accepted: 4 });
  });
});

describe("what cannot be sent at all", () => {
  it("a mail that cannot be rendered is rejected alone", async () => {
    const mailing = await world.mailing({ owner, recipients: 30, message: { html: "<p>{{city}}</p>" } });
    const broken = mailing.addresses[4] ?? "";
    await world.db.recipient.updateMany({
      where: { email: broken },
      data: { fields: { city: { not: "text" } } },
    });
    await world.settleDown();
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ rejected: 1, accepted: 29 });
    expect(await world.db.delivery.findFirst({ where: { status: "rejected" } })).toMatchObject({
      address: broken,
      reason: "unrenderable",
    });
    expect(await world.verify()).toEqual([]);
  });

  it("a batch whose claims always die before the request goes last and is rejected after", async () => {
    const mailing = await world.mailing({ owner, recipients: 350 });
    const poisoned = new Set<string>();
    const engine = () =>
      world.engine({
        settings: { inFlight: 1 },
        reached: async (step) => {
          if (step !== "claimed") return;
          // The latest: the claim of the one that died before may not have been reaped yet.
          const claimed = await world.db.batch.findFirstOrThrow({
            where: { status: "claimed" },
            orderBy: { leaseUntil: "desc" },
          });
          if (claimed.seq !== 0) return;
          poisoned.add(claimed.id);
          throw new Error("this batch kills whoever claims it");
        },
      });
    for (let death = 1; death <= 5; death += 1) {
      await expect(world.tick(engine())).rejects.toThrow("kills");
      await world.turn(PAST_LEASES);
    }
    // From the sixth claim on it is the last: the others have all gone before.
    await expect(world.tick(engine())).rejects.toThrow("kills");
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 250, pending: 100 });
    for (let death = 7; death <= 10; death += 1) {
      await world.turn(PAST_LEASES);
      await expect(world.tick(engine())).rejects.toThrow("kills");
    }
    await world.settleDown(5, engine());
    expect(poisoned.size).toBe(1);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 250, rejected: 100 });
    expect(await world.db.delivery.count({ where: { reason: "undispatchable" } })).toBe(100);
    expect(await world.verify()).toEqual([]);
  });
  describe("a batch that was claimed when five of its holders died", () => {
    let suspicious: PlannedMailing;
    beforeEach(async () => {
      suspicious = await world.mailing({ owner, recipients: 300 });
      await planDueMailings(world.engine());
      await planDeliveries(world.engine(), performance.now() + 30_000);
      await world.db.batch.updateMany({ data: { claims: 5 } });
    });

    it("goes when everything else of every mailing has gone", async () => {
      const other = await world.mailing({ owner, recipients: 200 });
      await planDueMailings(world.engine());
      await planDeliveries(world.engine(), performance.now() + 30_000);
      await world.tick(world.engine({ settings: { inFlight: 1 } }));
      const mailed = world.provider.mails.flatMap(({ to }) => to);
      expect(new Set(mailed.slice(0, 200))).toEqual(new Set(other.addresses));
      expect(new Set(mailed.slice(200))).toEqual(new Set(suspicious.addresses));
    });

    it("goes alone: the machine claims no other like it meanwhile", async () => {
      const together: number[] = [];
      const reached = async (step: string) => {
        if (step === "claimed") together.push(await world.db.batch.count({ where: { status: "claimed" } }));
      };
      await world.tick(world.engine({ reached }));
      expect(together).toEqual([1, 1, 1, 1]);
      expect(await world.deliveriesByStatus(suspicious.id)).toEqual({ accepted: 300 });
    });
  });
});

describe("the size of a request", () => {
  it("stays below four megabytes: large messages go in smaller batches", async () => {
    const mailing = await world.mailing({
      owner,
      recipients: 45,
      message: { html: `<p>${"x".repeat(190_000)}</p>` },
    });
    await world.settleDown();
    expect(Math.max(...world.provider.requests.map((request) => request.size))).toBeLessThan(4_000_000);
    expect((await batchesOf(mailing.id)).map((batch) => batch.size)).toEqual([20, 20, 5]);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 45 });
  });
});
