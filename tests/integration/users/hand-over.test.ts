import { randomUUID } from "node:crypto";
import type { SuppressionReason } from "@prisma/client";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pauseMailing } from "@/lib/mailings/commands";
import { suppressAddressOf } from "@/lib/sending/suppress";
import { handOver } from "@/lib/users/hand-over";
import { userDetail } from "@/lib/users/people";
import { setRole } from "@/lib/users/roles";
import { World, type User } from "@/tests/support/world";

let world: World;
let admin: User;

beforeAll(async () => {
  world = await World.create();
  admin = await world.user("admin");
});
beforeEach(() => world.forget());
afterAll(() => world.close());

describe("what is handed over", () => {
  it("goes on under the heir: held before, sent after, with its history", async () => {
    const { owner, heir } = await people();
    const ran = await world.mailing({ owner, recipients: 2 });
    await world.settleDown();
    await setRole(admin, owner.id, "manager");
    const due = await mailingOf(owner.id);
    await world.tick();
    expect(await world.attempts(due)).toEqual([]);
    expect(await give(owner, heir)).toMatchObject({ ok: true });
    await world.settleDown();
    expect(await world.deliveriesByStatus(due)).toEqual({ accepted: 1 });
    expect((await world.attempts(ran.id)).map(({ ownerId, accepted }) => [ownerId, accepted])).toEqual([
      [heir.id, 2],
    ]);
    const mailings = await world.db.mailing.findMany({ where: { ownerId: heir.id }, select: { id: true } });
    expect(mailings.map(({ id }) => id).toSorted()).toEqual([ran.id, due].toSorted());
    expect(await left(owner.id)).toEqual({
      recipients: 0,
      lists: 0,
      messages: 0,
      mailings: 0,
      suppressions: 0,
    });
    expect(await world.verify()).toEqual([]);
  });

  it("stays held for every other reason that holds it", async () => {
    const { owner, heir } = await people();
    const { id } = await world.mailing({ owner, recipients: 1, startLocal: "2030-01-01T09:00:00" });
    await pauseMailing({ ...owner, role: "user" }, id);
    await setRole(admin, owner.id, "manager");
    await give(owner, heir);
    expect(await world.db.mailing.findUniqueOrThrow({ where: { id } })).toMatchObject({
      ownerId: heir.id,
      pausedAt: expect.any(Date),
    });
  });

  it("leaves one recipient of an address that both had, in all lists and with all that was sent to either", async () => {
    const { owner, heir } = await people();
    const theirs = await world.mailing({ owner, recipients: 1 });
    await world.settleDown();
    const email = theirs.addresses[0] ?? "";
    const mine = await world.db.recipient.create({
      data: { ownerId: heir.id, email, name: "", comment: "mine", fields: { city: "Bonn", plan: "A" } },
    });
    await world.db.recipient.updateMany({
      where: { ownerId: owner.id, email },
      data: { name: "Reader", comment: "theirs", fields: { city: "Berlin", since: "2020" } },
    });
    for (const [ownerId, name, type] of [
      [owner.id, "city", "text"],
      [owner.id, "since", "date"],
      [heir.id, "city", "yes_no"],
    ] as const)
      await world.db.field.create({ data: { ownerId, name, type } });
    await setRole(admin, owner.id, "content_manager");
    await give(owner, heir);
    const known = await world.db.field.findMany({ where: { ownerId: { in: [owner.id, heir.id] } } });
    expect(known.map(({ ownerId, name, type }) => [ownerId, name, type]).toSorted()).toEqual(
      [
        [heir.id, "city", "yes_no"],
        [heir.id, "since", "date"],
      ].toSorted(),
    );
    const rest = await world.db.recipient.findMany({
      where: { email },
      include: { lists: true },
    });
    expect(rest).toMatchObject([
      { id: mine.id, ownerId: heir.id, name: "Reader", comment: "mine", lists: [{ listId: theirs.listId }] },
    ]);
    expect(rest[0]?.fields).toEqual({ city: "Bonn", plan: "A", since: "2020" });
    expect(await world.db.delivery.count({ where: { recipientId: mine.id, address: email } })).toBe(1);
  });

  it("adds nobody to a list of the heir that has the same name", async () => {
    const { owner, heir } = await people();
    const theirs = await listOf(owner.id, ["News", "News (2)"]);
    const mine = await listOf(heir.id, ["News"]);
    await setRole(admin, owner.id, "manager");
    await give(owner, heir);
    const lists = await world.db.recipientList.findMany({ where: { ownerId: heir.id } });
    expect(Object.fromEntries(lists.map(({ id, name }) => [id, name]))).toEqual({
      [mine[0] ?? ""]: "News",
      [theirs[0] ?? ""]: "News (3)",
      [theirs[1] ?? ""]: "News (2)",
    });
  });
});

describe("suppressions that are handed over", () => {
  it.each<[SuppressionReason | "lifted" | null, SuppressionReason | null, SuppressionReason]>([
    ["unsubscribed", null, "unsubscribed"],
    [null, "bounced", "bounced"],
    ["unsubscribed", "bounced", "unsubscribed"],
    ["complained", "manual", "complained"],
    ["bounced", "unsubscribed", "unsubscribed"],
    ["manual", "complained", "complained"],
    ["lifted", "manual", "manual"],
  ])(
    "are the union: %s of the former owner and %s of the heir make %s, and the other stays in the history",
    async (theirs, mine, both) => {
      const { owner, heir } = await people();
      const email = `${randomUUID()}@readers.test`;
      if (theirs !== null) await suppress(owner.id, email, theirs);
      if (mine !== null) await suppress(heir.id, email, mine);
      await setRole(admin, owner.id, "manager");
      await give(owner, heir);
      const active = await world.db.suppression.findMany({ where: { email, liftedAt: null } });
      expect(active).toMatchObject([{ ownerId: heir.id, reason: both }]);
      expect(await world.db.suppression.count({ where: { ownerId: owner.id } })).toBe(0);
      const others = [theirs, mine].filter((one) => one !== null && one !== "lifted" && one !== both);
      const earlier = await world.db.earlierSuppression.findMany({ where: { email } });
      expect(earlier.map(({ ownerId, reason }) => [ownerId, reason])).toEqual(
        others.map((reason) => [heir.id, reason]),
      );
    },
  );

  it("hold for the heir from the links of mails that went out before", async () => {
    const { owner, heir } = await people();
    const { id, addresses } = await world.mailing({ owner, recipients: 1 });
    await world.settleDown();
    await setRole(admin, owner.id, "manager");
    await give(owner, heir);
    const [delivery] = await world.db.delivery.findMany({ where: { address: { in: addresses } } });
    await suppressAddressOf(world.db, delivery?.id ?? "", "unsubscribed");
    expect(await world.db.suppression.findMany()).toMatchObject([{ ownerId: heir.id, email: addresses[0] }]);
    expect(await world.attempts(id)).toHaveLength(1);
  });

  it("are not lost when they are wished for while the hand-over is on its way", async () => {
    const { owner, heir } = await people();
    await world.mailing({ owner, recipients: 30 });
    await world.settleDown();
    await setRole(admin, owner.id, "manager");
    const deliveries = await world.db.delivery.findMany({ select: { id: true } });
    const [given] = await Promise.all([
      give(owner, heir),
      ...deliveries.map(({ id }) => suppressAddressOf(world.db, id, "unsubscribed")),
    ]);
    expect(given).toMatchObject({ ok: true });
    expect(await world.db.suppression.count({ where: { ownerId: heir.id } })).toBe(30);
    expect(await world.db.suppression.count({ where: { ownerId: owner.id } })).toBe(0);
  });
});

describe("handing over is refused", () => {
  it("to everybody but admins, as if nobody were there", async () => {
    const { owner, heir } = await people();
    await setRole(admin, owner.id, "manager");
    for (const role of ["user", "manager", "content_manager", "janitor"] as const) {
      const actor = { id: owner.id, role };
      expect(await handOver(actor, { userId: owner.id, heirEmail: heir.email })).toMatchObject({
        code: "not_found",
      });
    }
    const former = await world.user("admin");
    await setRole(admin, former.id, "user");
    expect(await give(owner, heir, former)).toMatchObject({ code: "forbidden" });
  });

  it("while the owner's role may use it, of a closed account, and of nobody", async () => {
    const { owner, heir } = await people();
    expect(await give(owner, heir)).toMatchObject({ code: "not_held" });
    expect(await give({ id: randomUUID() }, heir)).toMatchObject({ code: "not_found" });
    expect(await give({ id: "' OR true" }, heir)).toMatchObject({ code: "not_found" });
    await setRole(admin, owner.id, "manager");
    await world.db.user.update({ where: { id: owner.id }, data: { closedAt: new Date() } });
    expect(await give(owner, heir)).toMatchObject({ code: "account_closed" });
  });

  it("to nobody, to themselves, to a role that owns nothing, to who is blocked or closed", async () => {
    const { owner } = await people();
    await setRole(admin, owner.id, "manager");
    const emails = [
      "nobody@people.test",
      await emailOf(owner.id),
      await emailOf((await world.user("manager")).id),
      await emailOf((await world.user("content_manager")).id),
      await emailOf((await userWith({ blockedAt: new Date(), blockedReason: "Spam" })).id),
      await emailOf((await userWith({ closedAt: new Date() })).id),
    ];
    for (const email of emails) expect(await give(owner, { email })).toMatchObject({ code: "no_heir" });
  });

  it("while an attempt is open, and changes nothing then", async () => {
    const { owner, heir } = await people();
    const { id } = await world.mailing({ owner, recipients: 300 });
    // Everybody is planned, and the provider takes nobody.
    world.provider.when(() => ({ kind: "quota", period: "daily" }));
    await world.tick();
    expect(await world.attempts(id)).toMatchObject([{ closedAt: null }]);
    await setRole(admin, owner.id, "manager");
    const before = await left(owner.id);
    expect(await give(owner, heir)).toMatchObject({ code: "owner_attempt_open" });
    expect(await left(owner.id)).toEqual(before);
  });
});

it("a hand-over is written down with who got it, and offered only where there is something to give", async () => {
  const { owner, heir } = await people();
  await listOf(owner.id, ["News"]);
  await world.mailing({ owner, recipients: 1, startLocal: "2030-01-01T09:00:00" });
  const offered = async (actor: User) => (await userDetail(actor, owner.id))?.mayHandOver;
  expect(await offered(admin)).toBe(false);
  await setRole(admin, owner.id, "manager");
  expect([await offered(admin), await offered(await world.user("manager"))]).toEqual([true, false]);
  await give(owner, heir);
  expect(await offered(admin)).toBe(false);
  expect(
    await world.db.auditEvent.findMany({ where: { targetId: owner.id, action: "things_handed_over" } }),
  ).toMatchObject([{ actorId: admin.id, detail: { heir: heir.email } }]);
});

function give(from: { id: string }, heir: { email: string }, actor: User = admin) {
  return handOver(actor, { userId: from.id, heirEmail: heir.email });
}

async function people() {
  const [owner, heir] = [await world.user(), await world.user()];
  return { owner, heir: { ...heir, email: await emailOf(heir.id) } };
}

async function emailOf(id: string): Promise<string> {
  return (await world.db.user.findUniqueOrThrow({ where: { id } })).email;
}

async function userWith(data: { blockedAt?: Date; blockedReason?: string; closedAt?: Date }): Promise<User> {
  const user = await world.user();
  await world.db.user.update({ where: { id: user.id }, data });
  return user;
}

/** A mailing that is due at once, of somebody whose role may not have made it now. */
async function mailingOf(ownerId: string): Promise<string> {
  const { role } = await world.db.user.findUniqueOrThrow({ where: { id: ownerId } });
  const give = (data: { role: typeof role }) => world.db.user.update({ where: { id: ownerId }, data });
  await give({ role: "user" });
  const { id } = await world.mailing({ owner: { id: ownerId, role: "user" }, recipients: 1 });
  await give({ role });
  return id;
}

async function listOf(ownerId: string, names: string[]): Promise<string[]> {
  const ids = [];
  for (const name of names) ids.push((await world.db.recipientList.create({ data: { ownerId, name } })).id);
  return ids;
}

async function suppress(ownerId: string, email: string, reason: SuppressionReason | "lifted"): Promise<void> {
  const lifted = reason === "lifted" ? ({ reason: "bounced", liftedAt: new Date() } as const) : { reason };
  await world.db.suppression.create({ data: { ownerId, email, ...lifted } });
}

/** How much somebody owns. */
async function left(ownerId: string) {
  const where = { where: { ownerId } };
  return {
    recipients: await world.db.recipient.count(where),
    lists: await world.db.recipientList.count(where),
    messages: await world.db.message.count(where),
    mailings: await world.db.mailing.count(where),
    suppressions: await world.db.suppression.count(where),
  };
}
