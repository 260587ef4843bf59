import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { deliveriesOf } from "@/lib/attempts/deliveries";
import { deliveryStatuses } from "@/lib/attempts/delivery-status";
import { attemptDetail, attemptsOf, lastAttempts } from "@/lib/attempts/queries";
import { forgetEnv } from "@/lib/env";
import { stopMailing } from "@/lib/mailings/commands";
import { mailingProgress } from "@/lib/mailings/progress";
import { ownMailings } from "@/lib/mailings/list";
import { mailingDetail } from "@/lib/mailings/queries";
import { watchedMailing } from "@/lib/mailings/watched";
import { lockWaits } from "@/tests/support/lock-waits";
import { World, type User } from "@/tests/support/world";

let world: World;

beforeAll(async () => {
  world = await World.create();
  // The cache belongs to Next's server; here every read goes to the database.
  process.env.CACHE_ENABLED = "off";
  forgetEnv();
});

afterAll(() => world.close());

const everything = { search: "", status: "" } as const;

describe("the list of mailings", () => {
  it("shows every one once over all pages, also those made in one instant", async () => {
    const owner = await world.user();
    const ids = await mailings(owner, 45, "Letter");
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = await ownMailings(owner, everything, { after: after ?? "", before: "" });
      seen.push(...page.rows.map((row) => row.id));
      after = page.next;
    } while (after !== null);
    expect(seen).toHaveLength(45);
    expect(new Set(seen)).toEqual(new Set(ids));
  });

  it("shows nobody else's, not even to an admin, and none that is archived", async () => {
    const [owner, admin] = [await world.user(), await world.user("admin")];
    const [kept, archived] = await mailings(owner, 2, "Letter");
    await world.db.mailing.update({ where: { id: archived }, data: { archivedAt: new Date() } });
    expect((await ownMailings(owner, everything)).rows.map((row) => row.id)).toEqual([kept]);
    expect((await ownMailings(admin, everything)).rows).toEqual([]);
  });

  it("finds a name by any part of it, without case, and takes % and _ as they are", async () => {
    const owner = await world.user();
    await mailings(owner, 1, "Скидка 50% для всех");
    await mailings(owner, 1, "Autumn");
    expect(await names(owner, "СКИДКА")).toEqual(["Скидка 50% для всех"]);
    expect(await names(owner, "50%")).toEqual(["Скидка 50% для всех"]);
    expect(await names(owner, "%")).toEqual(["Скидка 50% для всех"]);
    expect(await names(owner, "_")).toEqual([]);
  });

  it("begins again at the start when the address holds a place that nobody wrote", async () => {
    const owner = await world.user();
    await mailings(owner, 1, "Letter");
    for (const place of ["nonsense", "_", "12_", "-1_x", `9e99_${randomUUID()}`]) {
      expect((await ownMailings(owner, everything, { after: place, before: "" })).rows, place).toHaveLength(
        1,
      );
    }
  });
});

describe("a role that keeps no mailings", () => {
  it.each(["manager", "content_manager", "janitor"])(
    "is shown none, kept from other days or not: %s",
    async (role) => {
      const owner = await world.user();
      const [id] = await mailings(owner, 1, "Letter");
      const now = { ...owner, role };
      expect((await ownMailings(now, everything)).rows).toEqual([]);
      expect((await ownMailings(now, { search: "Letter", status: "" })).rows).toEqual([]);
      const detail = await mailingDetail(now, id ?? "");
      // Managers watch over everybody's, what was their own included.
      if (role === "manager") expect(detail).toMatchObject({ mayControl: false });
      else expect(detail).toBeNull();
    },
  );
});

describe("a mailing's page", () => {
  it("exists for its owner, managers and admins, and only the owner may control it", async () => {
    const owner = await world.user();
    const { id } = await world.mailing({ owner, recipients: 3 });
    expect(await mailingDetail(owner, id)).toMatchObject({ mayControl: true, audience: { recipients: 3 } });
    expect(await mailingDetail(await world.user("manager"), id)).toMatchObject({ mayControl: false });
    expect(await mailingDetail(await world.user("admin"), id)).toMatchObject({ mayControl: false });
  });

  it("does not exist for another user, a content manager, or a role nobody knows", async () => {
    const owner = await world.user();
    const { id } = await world.mailing({ owner, recipients: 1 });
    const strangers = [
      await world.user(),
      await world.user("content_manager"),
      { id: randomUUID(), role: "janitor" },
    ];
    for (const stranger of strangers) {
      expect(await mailingDetail(stranger, id), stranger.role).toBeNull();
      expect(await mailingProgress(stranger, id), stranger.role).toBeNull();
    }
    expect(await mailingDetail(owner, "not-an-id")).toBeNull();
    expect(await mailingDetail(owner, randomUUID())).toBeNull();
  });

  it("is told to be rendered anew when its owner is blocked, gets another role, or either ends", async () => {
    const owner = await world.user();
    const admin = await world.user("admin");
    const { id } = await world.mailing({ owner, recipients: 1 });
    const seen = new Set<string>();
    const look = async () => seen.add((await mailingProgress(admin, id))?.version ?? "");
    const change = (data: {
      role?: "user" | "manager";
      blockedAt?: Date | null;
      blockedReason?: string | null;
    }) => world.db.user.update({ where: { id: owner.id }, data });
    await look();
    await change({ role: "manager" });
    await look();
    await change({ role: "user", blockedAt: new Date(), blockedReason: "Complaints" });
    await look();
    expect(seen.size).toBe(3);
    await change({ blockedAt: null, blockedReason: null });
    await look();
    expect(seen.size).toBe(3);
  });

  it("says that a run is due, and that a mailing is about to finish, until a tick has seen to it", async () => {
    const owner = await world.user();
    const { id } = await world.mailing({ owner, recipients: 1 });
    const awaits = async () => (await mailingProgress(owner, id))?.awaits;
    expect(await awaits()).toBe("run");
    await world.db.mailing.update({ where: { id }, data: { pausedAt: new Date() } });
    expect(await awaits()).toBeNull();
    await world.db.mailing.update({ where: { id }, data: { pausedAt: null, nextRunAt: null } });
    expect(await awaits()).toBe("end");
    await world.settleDown();
    expect(await awaits()).toBeNull();
  });

  it("is rendered once more when it was stopped while it was read", async () => {
    const [owner, manager] = [await world.user(), await world.user("manager")];
    const { id } = await world.mailing({ owner, recipients: 1 });
    // The audience is read after the mailing's own row and beside everything else.
    const read = await world.db.$transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE mailing_lists IN ACCESS EXCLUSIVE MODE`;
      const reading = watchedMailing(owner, id);
      await vi.waitFor(async () => expect(await lockWaits(world.db)).toBeGreaterThan(0), { timeout: 10_000 });
      expect(await stopMailing(manager, { mailingId: id, reason: "Wrong" })).toMatchObject({ ok: true });
      return { reading };
    });
    const shown = await read.reading;
    expect(shown?.mailing.stop).toBeNull();
    expect((await mailingProgress(owner, id))?.version).not.toBe(shown?.progress.version);
  });

  it("counts a recipient once who was chosen directly and by list, and tells who is suppressed", async () => {
    const owner = await world.user();
    const { id, addresses } = await world.mailing({ owner, recipients: 5 });
    const [first, second] = addresses;
    const chosen = await world.db.recipient.findFirstOrThrow({ where: { ownerId: owner.id, email: first } });
    await world.db.mailingRecipient.create({ data: { mailingId: id, recipientId: chosen.id } });
    await world.db.suppression.createMany({
      data: [
        { ownerId: owner.id, email: first ?? "", reason: "unsubscribed" },
        { ownerId: owner.id, email: second ?? "", reason: "manual", liftedAt: new Date() },
      ],
    });
    expect((await mailingDetail(owner, id))?.audience).toMatchObject({
      recipients: 5,
      suppressed: { unsubscribed: 1 },
    });
  });
});

describe("attempts", () => {
  it("show the same figures while open, out of batches, and closed, out of the attempt", async () => {
    const owner = await world.user();
    const { id } = await world.mailing({ owner, recipients: 250 });
    await world.tick(world.engine(), 1);
    await world.settleDown();
    const closed = (await lastAttempts([id])).get(id);
    expect(closed).toMatchObject({ status: "succeeded", planned: 250, accepted: 250 });
    expect((await mailingProgress(owner, id))?.attempt).toBeNull();
    await world.db.attempt.update({
      where: { id: closed?.id },
      data: { status: "sending", closedAt: null, accepted: 0 },
    });
    expect((await lastAttempts([id])).get(id)).toMatchObject({ planned: 250, accepted: 250 });
    expect((await mailingProgress(owner, id))?.attempt).toMatchObject({ planned: 250, accepted: 250 });
  });

  it("list every recipient once over all pages, and by outcome exactly those who have it", async () => {
    const owner = await world.user();
    const { id, addresses } = await world.mailing({ owner, recipients: 130 });
    world.provider.badAddress(addresses[7] ?? "");
    await world.db.suppression.create({
      data: { ownerId: owner.id, email: addresses[9] ?? "", reason: "unsubscribed" },
    });
    await world.settleDown();
    const attempt = (await attemptsOf(id, null)).rows[0];
    if (attempt === undefined) throw new Error("no attempt");
    const all = await allDeliveries(attempt.id, "");
    expect(all.map((row) => row.address).sort()).toEqual([...addresses].sort());
    expect(await allDeliveries(attempt.id, "rejected")).toMatchObject([{ address: addresses[7] }]);
    expect(await allDeliveries(attempt.id, "skipped")).toMatchObject([
      { address: addresses[9], reason: "unsubscribed" },
    ]);
    const byStatus = await Promise.all(deliveryStatuses.map((status) => allDeliveries(attempt.id, status)));
    expect(byStatus.flat()).toHaveLength(130);
  });

  it("begin at the first recipient when the address holds a place that nobody wrote", async () => {
    const owner = await world.user();
    const { id } = await world.mailing({ owner, recipients: 3 });
    await world.settleDown();
    const attempt = (await attemptsOf(id, null)).rows[0];
    const places = [
      `3000000000_${randomUUID()}_1`,
      `1_${randomUUID()}_3000000000`,
      `-1_${randomUUID()}_0`,
      "1",
      "_",
    ];
    for (const place of places) {
      expect(
        (await deliveriesOf(attempt?.id ?? "", everything, { after: place, before: "" })).rows,
        place,
      ).toHaveLength(3);
    }
  });

  it("do not exist for a stranger", async () => {
    const owner = await world.user();
    const { id } = await world.mailing({ owner, recipients: 1 });
    await world.settleDown();
    const attempt = (await attemptsOf(id, null)).rows[0];
    expect(await attemptDetail(owner, attempt?.id ?? "")).toMatchObject({ accepted: 1 });
    expect(await attemptDetail(await world.user("manager"), attempt?.id ?? "")).not.toBeNull();
    expect(await attemptDetail(await world.user(), attempt?.id ?? "")).toBeNull();
    expect(await attemptDetail(owner, "nonsense")).toBeNull();
  });
});

async function names(owner: User, search: string): Promise<string[]> {
  return (await ownMailings(owner, { search, status: "" })).rows.map((row) => row.name);
}

async function allDeliveries(attemptId: string, status: (typeof deliveryStatuses)[number] | "") {
  const rows = [];
  let after: string | null = "";
  do {
    const page = await deliveriesOf(attemptId, { status, search: "" }, { after, before: "" });
    rows.push(...page.rows);
    after = page.next;
  } while (after !== null);
  return rows;
}

/** Mailings without an audience, all made in one instant. */
async function mailings(owner: User, count: number, name: string): Promise<string[]> {
  const message = await world.db.message.create({
    data: { ownerId: owner.id, subject: "News", html: "<p>News</p>", text: "News" },
  });
  const createdAt = new Date("2026-11-21T09:00:00Z");
  const rows = Array.from({ length: count }, () => ({
    id: randomUUID(),
    ownerId: owner.id,
    messageId: message.id,
    name,
    startLocal: "2026-01-01T09:00:00",
    timeZone: "UTC",
    period: "once" as const,
    createdAt,
  }));
  await world.db.mailing.createMany({ data: rows });
  return rows.map((row) => row.id);
}
