import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { comparedToken } from "@/lib/auth/session-token";
import { forgetEnv } from "@/lib/env";
import { mailingDetail } from "@/lib/mailings/queries";
import { blockUser, unblockUser } from "@/lib/users/block";
import { HOUR } from "@/lib/sending/settings";
import { tokenOf } from "@/tests/support/session-token";
import { World, type User } from "@/tests/support/world";

let world: World;
let admin: User;
let watching: User;
beforeAll(async () => {
  world = await World.create();
  process.env.CACHE_ENABLED = "off";
  forgetEnv();
  admin = await world.user("admin");
  watching = await world.user("manager");
});
afterAll(() => world.close());
beforeEach(() => world.forget());

const block = (actor: User, target: { id: string }, reason = "Complaints") =>
  blockUser(actor, { userId: target.id, reason });
const unblock = (actor: User, target: { id: string }, reason = "Explained") =>
  unblockUser(actor, { userId: target.id, reason });

/** The batches that a request was written down for, ever. */
async function requestedBatches(): Promise<string[]> {
  const rows = await world.db.batch.findMany({ where: { requests: { gt: 0 } }, select: { id: true } });
  return rows.map((row) => row.id).sort();
}

const STEPS = ["chunk_planned", "claimed", "frozen", "marked", "answered", "settled"] as const;

describe.each(STEPS)("an owner blocked when a tick has reached %s", (at) => {
  it("has nothing sent after it but what was marked before, and the rest exactly once when unblocked", async () => {
    const owner = await world.user();
    const mailing = await world.mailing({ owner, recipients: 650 });
    let marked: string[] | null = null;
    let blocking: Promise<void> | null = null;
    const blockNow = async () => {
      expect(await block(watching, owner)).toMatchObject({ ok: true });
      marked = await requestedBatches();
    };
    const engine = world.engine({
      reached: async (step) => {
        if (step === at) blocking ??= blockNow();
        // Whoever is under way meets the block where they are; nobody gets through everything before it.
        if (step === at || step === "settled") await blocking;
      },
    });
    await world.tick(engine);
    expect(marked).not.toBeNull();
    await world.tick();
    await world.turn(10 * 60_000);
    await world.tick();
    expect(await requestedBatches()).toEqual(marked);
    const sent = world.provider.mails.length;
    expect(sent).toBeLessThan(650);
    expect(await mailingDetail(admin, mailing.id)).toMatchObject({ holds: ["owner_blocked"] });

    expect(await unblock(watching, owner)).toMatchObject({ ok: true });
    expect(await mailingDetail(admin, mailing.id)).toMatchObject({ holds: [] });
    await world.settleDown();
    const received = world.provider.received();
    expect(mailing.addresses.filter((address) => received.get(address) !== 1)).toEqual([]);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 650 });
    expect(await world.verify()).toEqual([]);
  });
});

describe("an unblocked owner", () => {
  it("whose next occurrence fell due meanwhile has the remainder superseded, and the latest sent once", async () => {
    const owner = await world.user();
    const mailing = await world.mailing({ owner, recipients: 250, period: "daily" });
    const engine = world.engine({
      settings: { inFlight: 1 },
      reached: async (step) => {
        if (step === "settled") await block(watching, owner);
      },
    });
    await world.tick(engine);
    const before = world.provider.mails.length;
    expect(before).toBeGreaterThan(0);
    await world.turn(48 * HOUR);
    await world.tick();
    expect(world.provider.mails).toHaveLength(before);
    await unblock(watching, owner);
    await world.settleDown();
    expect(await world.attempts(mailing.id)).toMatchObject([
      { closingReason: "superseded", accepted: before },
      { status: "succeeded", accepted: 250 },
    ]);
    expect(await world.verify()).toEqual([]);
  });

  it("has a mailing that is paused besides stay paused", async () => {
    const owner = await world.user();
    const mailing = await world.mailing({ owner, recipients: 5 });
    await world.db.mailing.update({ where: { id: mailing.id }, data: { pausedAt: new Date() } });
    await block(watching, owner);
    await unblock(watching, owner);
    await world.tick();
    expect(world.provider.requests).toEqual([]);
    expect(await mailingDetail(admin, mailing.id)).toMatchObject({ holds: ["paused"] });
  });
});

describe("blocking", () => {
  it("ends every session for good: unblocking brings none back, and the person signs in anew", async () => {
    const user = await world.user();
    const token = tokenOf(user.id);
    expect(await comparedToken(token)).not.toBeNull();
    await block(watching, user);
    expect(await comparedToken(token)).toBeNull();
    expect(await comparedToken(tokenOf(user.id, 2))).toBeNull();
    await unblock(watching, user);
    expect(await comparedToken(token)).toBeNull();
    expect(await comparedToken(tokenOf(user.id, 2))).not.toBeNull();
  });

  it("and unblocking are in the audit log with who, whom and why, each once", async () => {
    const user = await world.user();
    const { email } = await world.db.user.findUniqueOrThrow({ where: { id: user.id } });
    const by = await world.db.user.findUniqueOrThrow({ where: { id: watching.id } });
    const answers = await Promise.all([block(watching, user), block(admin, user, "Spam")]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(answers.find((answer) => !answer.ok)).toEqual({ ok: false, code: "already_blocked" });
    await unblock(watching, user, "  A mistake \n");
    expect(await unblock(watching, user)).toEqual({ ok: false, code: "not_blocked" });
    const events = await world.db.auditEvent.findMany({
      where: { targetType: "user", targetId: user.id },
      orderBy: { id: "asc" },
    });
    expect(events).toMatchObject([
      { action: "user_blocked", targetName: email },
      { action: "user_unblocked", actorEmail: by.email, targetName: email, reason: "A mistake" },
    ]);
  });

  it("needs a reason, and somebody who exists and is not gone", async () => {
    const user = await world.user();
    expect(await block(watching, user, " \n ")).toEqual({ ok: false, code: "reason_required" });
    for (const id of [randomUUID(), "nonsense", ""]) {
      expect(await block(watching, { id })).toEqual({ ok: false, code: "not_found" });
      expect(await unblock(watching, { id })).toEqual({ ok: false, code: "not_found" });
    }
    await world.db.user.update({ where: { id: user.id }, data: { closedAt: new Date() } });
    expect(await block(watching, user)).toEqual({ ok: false, code: "account_closed" });
  });

  const refusals = [
    ["user", "user", "not_found"],
    ["content_manager", "user", "not_found"],
    ["manager", "manager", "forbidden"],
    ["manager", "content_manager", "forbidden"],
    ["manager", "admin", "forbidden"],
  ] as const;
  it.each(refusals)("is refused to %s of %s, both ways", async (role, of, code) => {
    const actor = await world.user(role);
    const target = await world.user(of);
    expect(await block(actor, target)).toEqual({ ok: false, code });
    await world.db.user.update({
      where: { id: target.id },
      data: { blockedAt: new Date(), blockedReason: "Spam" },
    });
    expect(await unblock(actor, target)).toEqual({ ok: false, code });
    expect(await world.db.auditEvent.count({ where: { targetId: target.id } })).toBe(0);
  });

  it.each(["user", "manager", "content_manager", "admin"] as const)("of %s is the admin's", async (role) => {
    const target = await world.user(role);
    expect((await block(admin, target)).ok).toBe(true);
    expect((await unblock(admin, target)).ok).toBe(true);
  });

  it("of oneself is refused to everybody", async () => {
    for (const actor of [admin, watching]) {
      expect(await block(actor, actor)).toEqual({ ok: false, code: "forbidden" });
    }
  });

  it("is refused to who lost the right after their session was read", async () => {
    const [gone, user] = [await world.user("manager"), await world.user()];
    await world.db.user.update({ where: { id: gone.id }, data: { role: "user" } });
    expect(await block(gone, user)).toEqual({ ok: false, code: "forbidden" });
    const [shut, other] = [await world.user("manager"), await world.user()];
    await block(admin, shut);
    expect(await block(shut, other)).toEqual({ ok: false, code: "forbidden" });
    const stranger = { id: randomUUID(), role: "admin" };
    expect(await block(stranger, other)).toEqual({ ok: false, code: "forbidden" });
  });

  it("of each other at once leaves one of two admins", async () => {
    for (let round = 0; round < 5; round += 1) {
      const [one, two] = [await world.user("admin"), await world.user("admin")];
      const answers = await Promise.all([block(one, two), block(two, one)]);
      expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    }
  });
});
