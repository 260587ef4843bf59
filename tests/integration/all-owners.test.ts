import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listedAttempts, type AttemptFilter } from "@/lib/attempts/list";
import { auditLog, auditOfUser } from "@/lib/audit/queries";
import { stopMailing } from "@/lib/mailings/commands";
import { allMailings, type AllMailingsFilter } from "@/lib/mailings/list";
import type { Hold } from "@/lib/mailings/status";
import { allMessages, messageToRead } from "@/lib/messages/queries";
import { recipientsPage } from "@/lib/recipients/queries";
import { START, type Place } from "@/lib/paging/address";
import { blockUser } from "@/lib/users/block";
import { accountStates } from "@/lib/users/account-state";
import { listPeople, userDetail, type UserFilter } from "@/lib/users/people";
import { setRole } from "@/lib/users/roles";
import { World, type User } from "@/tests/support/world";

let world: World;
let admin: User;
let watching: User;

beforeAll(async () => {
  world = await World.create();
  admin = await world.user("admin");
  watching = await world.user("manager");
});
afterAll(() => world.close());

const anyUser: UserFilter = { search: "", role: null, state: null, place: START };
const anyMailing: AllMailingsFilter = { search: "", status: null, hold: null, after: null };
const anyAttempt: AttemptFilter = { search: "", status: "", period: "", kind: "", mailing: "" };
const allRecipients = (actor: User, search: string, after: string | null) =>
  recipientsPage(actor, "all", {
    ...({ search, listId: null, suppressed: "", sort: "" } as const),
    place: { after: after ?? "", before: "" },
  });
const all = { search: "", after: null, place: START };

describe("who does not watch over everybody's things", () => {
  it.each(["user", "content_manager", "janitor", ""])("is shown none of it: %j", async (role) => {
    const owner = await world.user();
    await world.mailing({ owner, recipients: 1 });
    const message = await world.db.message.findFirstOrThrow({ where: { ownerId: owner.id } });
    // Not even what is their own: that has pages of its own.
    const actor = { id: owner.id, role };
    expect(await listPeople(actor, anyUser)).toBeNull();
    expect(await userDetail(actor, owner.id)).toBeNull();
    expect(await allMailings(actor, anyMailing)).toBeNull();
    expect(await allMessages(actor, all)).toBeNull();
    // Somebody else's: its owner reads it at /messages.
    expect(await messageToRead({ ...actor, id: randomUUID() }, message.id)).toBeNull();
    expect(await allRecipients(actor, "", null)).toBeNull();
    expect(await listedAttempts(actor, "all", anyAttempt, START)).toBeNull();
    expect(await auditLog(actor, { search: "", action: null, place: START })).toBeNull();
    expect(await auditOfUser(actor, owner.id)).toEqual([]);
  });
});

describe("the list of people", () => {
  it("finds them by part of name or address without case, by role and by state, and takes % as it is", async () => {
    const tag = randomUUID().slice(0, 8);
    const made = await makeUser({ name: `Ольга 100% ${tag}`, role: "content_manager" });
    const find = async (filter: Partial<UserFilter>) =>
      (await listPeople(watching, { ...anyUser, ...filter }))?.rows.map((row) => row.id);
    expect(await find({ search: `ОЛЬГА 100% ${tag}` })).toEqual([made.id]);
    expect(await find({ search: made.email.slice(2, 30).toUpperCase() })).toEqual([made.id]);
    expect(await find({ search: "%льга" })).toEqual([]);
    expect(await find({ search: tag, role: "content_manager" })).toEqual([made.id]);
    expect(await find({ search: tag, role: "user" })).toEqual([]);
  });

  it("puts each into exactly the state that it shows", async () => {
    const tag = randomUUID().slice(0, 8);
    const at = new Date();
    await makeUser({ name: `${tag} active`, emailVerifiedAt: at });
    await makeUser({ name: `${tag} unconfirmed` });
    await makeUser({ name: `${tag} blocked`, blockedAt: at, blockedReason: "Spam" });
    await makeUser({ name: `${tag} closed`, blockedAt: at, blockedReason: "Spam", closedAt: at });
    for (const state of accountStates) {
      const page = await listPeople(watching, { ...anyUser, search: tag, state });
      expect(page?.rows).toMatchObject([{ name: `${tag} ${state}`, state }]);
    }
  });

  it("shows everyone once over all pages, also those made in one instant", async () => {
    const tag = randomUUID().slice(0, 8);
    const createdAt = new Date("2026-11-20T12:00:00Z");
    const ids = await Promise.all(
      Array.from({ length: 45 }, async () => (await makeUser({ name: tag, createdAt })).id),
    );
    const seen = await overAllPages((after) =>
      listPeople(admin, { ...anyUser, search: tag, place: { after: after ?? "", before: "" } }),
    );
    expect(seen.map((row) => row.id).sort()).toEqual(ids.sort());
  });

  it("goes back by the pages that it went, and says which of how many it shows", async () => {
    const tag = randomUUID().slice(0, 8);
    const createdAt = new Date("2026-11-20T12:00:00Z");
    await Promise.all(Array.from({ length: 45 }, () => makeUser({ name: tag, createdAt })));
    const read = (place: Place) => listPeople(admin, { ...anyUser, search: tag, place });
    const one = await read(START);
    const two = await read({ after: one?.next ?? "", before: "" });
    const three = await read({ after: two?.next ?? "", before: "" });
    expect([one, two, three]).toMatchObject([
      { first: 1, total: 45, previous: null },
      { first: 21, total: 45 },
      { first: 41, total: 45, next: null },
    ]);
    expect(await read({ after: "", before: three?.previous ?? "" })).toEqual(two);
    expect(await read({ after: "", before: two?.previous ?? "" })).toEqual(one);
  });

  it("tells a manager and an admin what each may do, and nothing that the page does not show", async () => {
    const user = await makeUser({});
    const rights = async (actor: User) => {
      const detail = await userDetail(actor, user.id);
      return [detail?.mayBlock, detail?.mayGiveRole];
    };
    expect(await rights(watching)).toEqual([true, false]);
    expect(await rights(admin)).toEqual([true, true]);
    expect(await userDetail(admin, admin.id)).toMatchObject({ mayBlock: false, mayGiveRole: false });
    expect(await userDetail(watching, admin.id)).toMatchObject({ mayBlock: false, mayGiveRole: false });
    expect(JSON.stringify(await userDetail(admin, user.id))).not.toMatch(/password|session/i);
    await blockUser(watching, { userId: user.id, reason: "Complaints" });
    expect(await userDetail(admin, user.id)).toMatchObject({
      state: "blocked",
      block: { by: "Vera Owner", reason: "Complaints" },
    });
    await world.db.user.update({ where: { id: user.id }, data: { closedAt: new Date() } });
    expect(await rights(admin)).toEqual([false, false]);
    for (const id of ["nonsense", randomUUID()]) expect(await userDetail(admin, id)).toBeNull();
  });
});

describe("everybody's mailings", () => {
  it("are found by name and by owner, and by each hold exactly those that it holds", async () => {
    const tag = randomUUID().slice(0, 8);
    const holds: Record<Hold, () => Promise<string>> = {
      paused: () => mailingWith({ pausedAt: new Date() }),
      stopped: async () => {
        const id = await mailingWith({});
        await stopMailing(watching, { mailingId: id, reason: "Spam" });
        return id;
      },
      protected: () => mailingWith({ protectedAt: new Date(), protectedCode: "all_refused" }),
      owner_blocked: () => mailingWith({}, { blockedAt: new Date(), blockedReason: "Spam" }),
      owner_role: () => mailingWith({}, { role: "manager" }),
    };
    await mailingWith({});
    for (const hold of ["paused", "stopped", "protected", "owner_blocked", "owner_role"] as const) {
      const id = await holds[hold]();
      const found = await allMailings(watching, { ...anyMailing, search: tag.toUpperCase(), hold });
      expect(found?.rows).toMatchObject([{ id, holds: [hold] }]);
    }
    const everything = await allMailings(admin, { ...anyMailing, search: tag });
    expect(everything?.rows).toHaveLength(6);

    async function mailingWith(
      data: { pausedAt?: Date; protectedAt?: Date; protectedCode?: string },
      ownerData: Parameters<typeof makeUser>[0] = {},
    ): Promise<string> {
      const owner = await world.user();
      const { id } = await world.mailing({ owner, recipients: 1, startLocal: "2030-01-01T09:00:00" });
      await world.db.user.update({ where: { id: owner.id }, data: { name: `Owner ${tag}`, ...ownerData } });
      await world.db.mailing.update({ where: { id }, data });
      return id;
    }
  });

  it("are those of one person where asked for, and none that is archived", async () => {
    const [owner, other] = [await world.user(), await world.user()];
    const { id } = await world.mailing({ owner, recipients: 1, startLocal: "2030-01-01T09:00:00" });
    const gone = await world.mailing({ owner, recipients: 1, startLocal: "2030-01-01T09:00:00" });
    await world.mailing({ owner: other, recipients: 1, startLocal: "2030-01-01T09:00:00" });
    await world.db.mailing.update({ where: { id: gone.id }, data: { archivedAt: new Date() } });
    const page = await allMailings(watching, { ...anyMailing, ownerId: owner.id });
    expect(page?.rows.map((row) => row.id)).toEqual([id]);
    expect(await allMailings(watching, { ...anyMailing, ownerId: "nonsense" })).toMatchObject({
      rows: [],
    });
    expect(
      await allMailings(watching, { ...anyMailing, ownerId: owner.id, status: "finished" }),
    ).toMatchObject({ rows: [] });
  });

  it("are each there once over all pages", async () => {
    const owner = await world.user();
    const message = await world.db.message.create({
      data: { ownerId: owner.id, subject: "News", html: "<p>News</p>", text: "News" },
    });
    const row = {
      ownerId: owner.id,
      messageId: message.id,
      startLocal: "2030-01-01T09:00:00",
      timeZone: "UTC",
    };
    await world.db.mailing.createMany({
      data: Array.from({ length: 45 }, (_, n) => ({ ...row, name: `Letter ${n}`, period: "once" as const })),
    });
    const seen = await overAllPages((after) =>
      allMailings(admin, { ...anyMailing, ownerId: owner.id, after }),
    );
    expect(new Set(seen.map((mailing) => mailing.name)).size).toBe(45);
    expect(seen).toHaveLength(45);
  });
});

describe("everybody's messages", () => {
  it("are found by subject, and one is there with its body and the mailings that use it", async () => {
    const owner = await world.user();
    const tag = randomUUID().slice(0, 8);
    const mailing = await world.mailing({ owner, recipients: 1, message: { subject: `Скидка ${tag}` } });
    const page = await allMessages(watching, { search: `СКИДКА ${tag}`, place: START });
    expect(page?.rows).toMatchObject([{ subject: `Скидка ${tag}`, owner: { id: owner.id } }]);
    expect(JSON.stringify(page)).not.toContain("Hello");
    const message = await messageToRead(watching, page?.rows[0]?.id ?? "");
    expect(message).toMatchObject({ html: "<p>Hello {{name}}</p>", mailings: [{ id: mailing.id }] });
    for (const id of ["nonsense", randomUUID()]) expect(await messageToRead(admin, id)).toBeNull();
  });
});

describe("everybody's recipients", () => {
  it("are found by any part of the address over all owners, with who suppressed it, each once over all pages", async () => {
    const [one, two] = [await world.user(), await world.user()];
    const tag = randomUUID().slice(0, 8);
    // The end of the range, and what sorts by its accents elsewhere.
    const addresses = [
      ...Array.from({ length: 70 }, (_, n) => `${tag}${n}@mail.test`),
      `${tag}é@mail.test`,
      `${tag}🦊@mail.test`,
    ];
    for (const { id: ownerId } of [one, two])
      await world.db.recipient.createMany({ data: addresses.map((email) => ({ ownerId, email })) });
    await world.db.recipient.createMany({ data: [{ ownerId: one.id, email: `x${tag}@mail.test` }] });
    await world.db.suppression.create({
      data: { ownerId: two.id, email: addresses[0] ?? "", reason: "bounced" },
    });

    const seen = await overAllPages((after) => allRecipients(watching, ` ${tag.toUpperCase()}`, after));
    expect(seen.map((row) => `${row.owner.id} ${row.email}`).sort()).toEqual(
      [
        ...addresses.flatMap((email) => [`${one.id} ${email}`, `${two.id} ${email}`]),
        `${one.id} x${tag}@mail.test`,
      ].sort(),
    );
    expect(seen.filter((row) => row.suppressed !== null)).toMatchObject([
      { email: addresses[0], owner: { id: two.id }, suppressed: "bounced" },
    ]);
    const exact = await allRecipients(admin, `${tag}7@mail.test`, null);
    expect(exact?.rows).toHaveLength(2);
  });

  it("takes what a pattern would be as it is, and begins anew at a place that nobody wrote", async () => {
    const owner = await world.user();
    const tag = randomUUID().slice(0, 8);
    await world.db.recipient.createMany({ data: [{ ownerId: owner.id, email: `${tag}@mail.test` }] });
    expect((await allRecipients(admin, `${tag.slice(0, 4)}%`, null))?.rows).toEqual([]);
    for (const after of ["nonsense", randomUUID(), ""]) {
      expect((await allRecipients(admin, tag, after))?.rows, after).toHaveLength(1);
    }
  });
});

describe("everybody's attempts", () => {
  it("are found by mailing, status and age, with whose they are, each once over all pages", async () => {
    const owner = await world.user();
    const mailing = await world.mailing({ owner, recipients: 2 });
    await world.settleDown();
    const { name } = await world.db.mailing.findUniqueOrThrow({ where: { id: mailing.id } });
    const [ran] = await world.attempts(mailing.id);
    const find = async (filter: Partial<AttemptFilter>) =>
      (await listedAttempts(watching, "all", { ...anyAttempt, search: name, ...filter }, START))?.rows;
    expect(await find({})).toMatchObject([
      { id: ran?.id, mailingName: name, ownerId: owner.id, planned: 2, accepted: 2 },
    ]);
    expect(await find({ status: "succeeded", period: "day" })).toHaveLength(1);
    expect(await find({ status: "failed" })).toEqual([]);
    await world.db.attempt.update({
      where: { id: ran?.id },
      data: { createdAt: new Date(Date.now() - 8 * 86_400_000) },
    });
    expect(await find({ period: "week" })).toEqual([]);
    expect(await find({ period: "month" })).toHaveLength(1);

    if (ran === undefined) throw new Error("no attempt");
    const { id: _id, startId: _startId, ...copy } = ran;
    await world.db.attempt.createMany({
      data: Array.from({ length: 44 }, (_, n) => ({ ...copy, occurrenceAt: new Date(n * 1_000) })),
    });
    const seen = await overAllPages((after) =>
      listedAttempts(admin, "all", { ...anyAttempt, search: name }, { after: after ?? "", before: "" }),
    );
    expect(new Set(seen.map((row) => row.id)).size).toBe(45);
    expect(seen).toHaveLength(45);
  });
});

describe("the audit log", () => {
  it("tells who did what to whom, found by action and by either of them, to admins alone", async () => {
    const user = await makeUser({});
    await blockUser(watching, { userId: user.id, reason: "Complaints" });
    await setRole(admin, user.id, "manager");
    const { email } = await world.db.user.findUniqueOrThrow({ where: { id: watching.id } });
    const find = async (search: string, action: "user_blocked" | "role_changed" | null = null) =>
      (await auditLog(admin, { search, action, place: START }))?.rows;
    const blocked = {
      action: "user_blocked",
      actorEmail: email,
      targetName: user.email,
      reason: "Complaints",
    };
    expect(await find(user.email)).toMatchObject([
      { action: "role_changed", roles: { from: "user", to: "manager" } },
      blocked,
    ]);
    expect(await find(user.email, "user_blocked")).toMatchObject([blocked]);
    expect(await find(email.toUpperCase(), "role_changed")).toEqual([]);
    expect(await auditLog(watching, { search: "", action: null, place: START })).toBeNull();
  });

  it("of one person shows a manager what managers do, and an admin all of it", async () => {
    const user = await makeUser({});
    await setRole(admin, user.id, "manager");
    await setRole(admin, user.id, "user");
    await blockUser(watching, { userId: user.id, reason: "Complaints" });
    expect((await auditOfUser(watching, user.id)).map((row) => row.action)).toEqual(["user_blocked"]);
    expect(await auditOfUser(admin, user.id)).toHaveLength(3);
    expect(await auditOfUser(admin, "nonsense")).toEqual([]);
  });
});

async function overAllPages<Row>(
  read: (after: string | null) => Promise<{ rows: Row[]; next: string | null } | null>,
): Promise<Row[]> {
  const seen: Row[] = [];
  let after: string | null = null;
  do {
    const page: { rows: Row[]; next: string | null } | null = await read(after);
    seen.push(...(page?.rows ?? []));
    after = page?.next ?? null;
  } while (after !== null);
  return seen;
}

function makeUser(data: {
  name?: string;
  role?: "user" | "manager" | "content_manager";
  emailVerifiedAt?: Date;
  blockedAt?: Date;
  blockedReason?: string;
  closedAt?: Date;
  createdAt?: Date;
}) {
  return world.db.user.create({
    data: { email: `${randomUUID()}@people.test`, name: "Vera Owner", passwordHash: "-", ...data },
    select: { id: true, email: true },
  });
}
