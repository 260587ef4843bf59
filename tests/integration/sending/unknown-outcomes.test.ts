import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { finishMailing } from "@/lib/mailings/commands";
import { HOUR } from "@/lib/sending/settings";
import { PAST_LEASES, World, type User } from "@/tests/support/world";

let world: World;
let owner: User;
beforeAll(async () => {
  world = await World.create();
  owner = await world.user();
});
afterAll(() => world.close());
beforeEach(() => world.forget());

const MINUTE = 60_000;
const twice = () => [...world.provider.received()].filter(([, count]) => count > 1);
const dyingAt = (step: string) =>
  world.engine({
    settings: { inFlight: 1 },
    reached: (reached) => {
      if (reached === step) throw new Error("the machine died");
    },
  });

describe("after an unknown outcome", () => {
  it("the same bytes go again under the same key, and nothing else", async () => {
    const mailing = await world.mailing({ owner, recipients: 100 });
    world.provider.script(
      { kind: "reset_after" },
      { kind: "reset_before" },
      { kind: "html_200", taken: true },
    );
    await world.tick();
    // Neither of these may change what is asked for again.
    await world.db.message.updateMany({ data: { html: "<p>Changed</p>" } });
    await world.db.suppression.create({
      data: { ownerId: owner.id, email: mailing.addresses[3] ?? "", reason: "unsubscribed" },
    });
    await world.settleDown();
    const { requests } = world.provider;
    expect(requests.length).toBeGreaterThan(3);
    expect(new Set(requests.map((request) => `${request.key} ${request.bodyHash}`)).size).toBe(1);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 100 });
    expect(twice()).toEqual([]);
  });

  it("under another key of the provider those bytes are never sent: that account knows nothing of them", async () => {
    const mailing = await world.mailing({ owner, recipients: 100 });
    world.provider.script({ kind: "reset_after" });
    await world.tick();
    const changed = world.engine({ apiKey: "re_other" });
    for (let hours = 0; hours < 22; hours += 2) {
      await world.tick(changed);
      await world.turn(2 * HOUR);
    }
    expect(world.provider.requests).toHaveLength(1);
    await world.turn(2 * HOUR);
    await world.tick(changed);
    expect(world.provider.requests).toHaveLength(1);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ uncertain: 100 });
  });

  it("a batch that nothing unknown has happened to goes out under another key of the provider", async () => {
    const mailing = await world.mailing({ owner, recipients: 100 });
    // Longer than a tick waits for a place.
    world.provider.script({ kind: "rate_limited", retryAfter: 600 });
    await world.tick();
    await world.turn(12 * MINUTE);
    await world.tick(world.engine({ apiKey: "re_other" }));
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 100 });
  });

  it("of 23 hours it is uncertain and never sent again", async () => {
    const mailing = await world.mailing({ owner, recipients: 100 });
    world.provider.script({ kind: "reset_after" });
    await world.tick();
    await world.turn(23 * HOUR);
    await world.tick();
    expect(world.provider.requests).toHaveLength(1);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ uncertain: 100 });
    expect(await world.db.delivery.findFirst()).toMatchObject({ reason: "unknown_too_long" });
    await world.turn(48 * HOUR);
    await world.tick();
    expect(world.provider.requests).toHaveLength(1);
    expect(twice()).toEqual([]);
    expect(await world.verify()).toEqual([]);
  });

  it("of a little less it is still asked for", async () => {
    const mailing = await world.mailing({ owner, recipients: 100 });
    world.provider.script({ kind: "reset_after" });
    await world.tick();
    await world.turn(23 * HOUR - 5 * MINUTE);
    await world.tick();
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 100 });
    expect(twice()).toEqual([]);
  });

  it("the 23 hours count from the first unknown request, however often was asked since", async () => {
    const mailing = await world.mailing({ owner, recipients: 100 });
    world.provider.when(() => ({ kind: "too_few_ids", lasting: true }));
    await world.tick();
    for (let hour = 0; hour < 22; hour += 1) {
      await world.turn(HOUR);
      await world.tick();
    }
    const asked = world.provider.requests.length;
    expect(asked).toBeGreaterThan(20);
    await world.turn(HOUR);
    await world.tick();
    expect(world.provider.requests.length).toBe(asked);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ uncertain: 100 });
    expect(twice()).toEqual([]);
  });

  it("that can no longer be asked for keeps no worker asking until it is given up", async () => {
    const mailing = await world.mailing({ owner, recipients: 100 });
    world.provider.script({ kind: "reset_after" });
    const engine = world.engine({
      settings: { inFlight: 1 },
      reached: async (step) => {
        if (step === "settled") await world.turn(24 * HOUR);
      },
    });
    let claims = 0;
    const { newToken } = engine;
    engine.newToken = () => {
      claims += 1;
      return newToken();
    };
    await world.tick(engine);
    expect(claims).toBeLessThan(10);
    await world.tick();
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ uncertain: 100 });
  });

  it("the ledger keeps the bytes, and erases them with the close", async () => {
    await world.mailing({ owner, recipients: 100 });
    world.provider.script({ kind: "reset_before" });
    await world.tick();
    expect((await world.db.batch.findFirstOrThrow()).body).not.toBeNull();
    await world.settleDown();
    const closed = await world.db.batch.findFirstOrThrow();
    expect(closed.body).toBeNull();
    expect(closed.bodyHash).not.toBeNull();
  });

  it("a mailing finished by hand leaves it uncertain, and what was never requested cancelled", async () => {
    const mailing = await world.mailing({ owner, recipients: 250 });
    await expect(world.tick(dyingAt("answered"))).rejects.toThrow("died");
    expect((await finishMailing(owner, mailing.id)).ok).toBe(true);
    await world.settleDown();
    const taken = world.provider.mails.length;
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ uncertain: taken, cancelled: 250 - taken });
    expect(await world.attempts(mailing.id)).toMatchObject([
      { status: "stopped", closingReason: "finished" },
    ]);
    expect(world.provider.requests).toHaveLength(1);
    expect(await world.verify()).toEqual([]);
  });
});

describe("an answer that comes late", () => {
  /** An engine whose answer arrives only after `meanwhile`, which others use. */
  function slowEngine(meanwhile: () => Promise<void>) {
    let late = true;
    return world.engine({
      settings: { inFlight: 1 },
      reached: async (step) => {
        if (step !== "answered" || !late) return;
        late = false;
        await meanwhile();
      },
    });
  }

  it("as a success after the lease was reaped settles the batch, by the hash of its body", async () => {
    const mailing = await world.mailing({ owner, recipients: 100 });
    const slow = slowEngine(async () => {
      await world.turn(PAST_LEASES);
      // Reaps, and finds the provider away when it asks again.
      world.provider.script({ kind: "reset_before" });
      await world.tick();
      expect(await world.db.batch.findFirst()).toMatchObject({ status: "pending" });
      expect((await world.db.batch.findFirstOrThrow()).unknowns).toBeGreaterThan(0);
    });
    await world.tick(slow);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 100 });
    expect(twice()).toEqual([]);
    expect(await world.verify()).toEqual([]);
  });

  it("as a success after another machine settled the same batch changes nothing", async () => {
    const mailing = await world.mailing({ owner, recipients: 100 });
    const slow = slowEngine(async () => {
      await world.turn(PAST_LEASES);
      await world.tick();
      expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 100 });
    });
    await world.tick(slow);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 100 });
    expect(await world.attempts(mailing.id)).toMatchObject([{ accepted: 100, planned: 100 }]);
    expect(await world.verify()).toEqual([]);
  });

  it("as a success after all was given up as uncertain clears it, attempt and all", async () => {
    const mailing = await world.mailing({ owner, recipients: 100 });
    const slow = slowEngine(async () => {
      await world.turn(24 * HOUR);
      await world.tick();
      expect(await world.deliveriesByStatus(mailing.id)).toEqual({ uncertain: 100 });
      expect(await world.attempts(mailing.id)).toMatchObject([{ uncertain: 100, status: "failed" }]);
    });
    await world.tick(slow);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 100 });
    expect(await world.attempts(mailing.id)).toMatchObject([
      { accepted: 100, uncertain: 0, status: "succeeded" },
    ]);
    expect(await world.verify()).toEqual([]);
  });

  it.each([
    ["a refusal", { kind: "rate_limited", retryAfter: 0.01 }],
    ["a refused body", { kind: "status", code: 422, name: "validation_error", message: "Bad." }],
    ["an unknown one", { kind: "status", code: 500, name: "application_error", message: "Oops." }],
    ["a conflict", { kind: "other_body" }],
  ] as const)("as %s from a machine that has lost its lease says nothing", async (_, fault) => {
    const mailing = await world.mailing({ owner, recipients: 100 });
    world.provider.script(fault);
    const slow = slowEngine(async () => {
      await world.turn(PAST_LEASES);
      await world.tick();
      expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 100 });
    });
    await world.tick(slow);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 100 });
    expect(await world.db.batch.count()).toBe(1);
    expect(twice()).toEqual([]);
    expect(await world.verify()).toEqual([]);
  });
});

describe("a tick that dies", () => {
  it.each(["claimed", "frozen"])(
    "after it was %s leaves a batch that nothing unknown has happened to",
    async (step) => {
      const mailing = await world.mailing({ owner, recipients: 100 });
      await expect(world.tick(dyingAt(step))).rejects.toThrow("died");
      await world.turn(PAST_LEASES);
      await world.tick();
      expect(await world.db.batch.findFirst()).toMatchObject({ unknowns: 0, firstUnknownAt: null });
      expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 100 });
    },
  );

  it("after it was marked leaves one that may have gone out: the same bytes are asked for again", async () => {
    const mailing = await world.mailing({ owner, recipients: 100 });
    await expect(world.tick(dyingAt("marked"))).rejects.toThrow("died");
    expect(world.provider.requests).toEqual([]);
    const { bodyHash } = await world.db.batch.findFirstOrThrow();
    await world.db.suppression.create({
      data: { ownerId: owner.id, email: mailing.addresses[3] ?? "", reason: "unsubscribed" },
    });
    await world.turn(PAST_LEASES);
    await world.tick();
    expect(world.provider.requests.map((request) => request.bodyHash)).toEqual([bodyHash]);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 100 });
  });

  it("is not waited for by others while its lease lasts, and its batch by nobody before", async () => {
    const mailing = await world.mailing({ owner, recipients: 250 });
    await expect(world.tick(dyingAt("marked"))).rejects.toThrow("died");
    await world.tick();
    const held = await world.db.batch.findFirstOrThrow({ where: { status: "requested" } });
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({
      accepted: 250 - held.size,
      pending: held.size,
    });
  });
});
