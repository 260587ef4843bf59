import { createHmac, randomUUID } from "node:crypto";
import { revalidateTag } from "next/cache";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { POST } from "@/app/api/webhooks/resend/route";
import { forgetEnv } from "@/lib/env";
import { updateRecipient } from "@/lib/recipients/commands";
import { World } from "@/tests/support/world";

// The cache belongs to Next's server.
vi.mock("next/cache", () => ({ revalidateTag: vi.fn(), unstable_cache: vi.fn() }));

const KEY = Buffer.from("webhook-secret-of-the-tests");
let world: World;
let mailingId: string;
let deliveryId: string;
let ownerId: string;
/** As the provider knows the delivery's mail. */
let mailId: string;

beforeAll(async () => {
  world = await World.create();
  process.env.RESEND_WEBHOOK_SECRET = `whsec_${KEY.toString("base64")}`;
  forgetEnv();
});
afterAll(async () => {
  delete process.env.RESEND_WEBHOOK_SECRET;
  forgetEnv();
  await world.close();
});
beforeEach(async () => {
  const owner = await world.user();
  ownerId = owner.id;
  vi.mocked(revalidateTag).mockClear();
  mailingId = (await world.mailing({ owner, recipients: 3 })).id;
});

interface Event {
  type: string;
  id?: string;
  at?: string;
  data?: object;
}

function post(event: Event, tamper = ""): Promise<Response> {
  const id = event.id ?? `msg_${randomUUID()}`;
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const payload = JSON.stringify({
    type: event.type,
    created_at: event.at ?? "2026-11-21T10:00:00.000Z",
    data: { email_id: mailId, tags: { delivery: deliveryId }, ...event.data },
  });
  const signature = createHmac("sha256", KEY).update(`${id}.${timestamp}.${payload}`).digest("base64");
  return POST(
    new Request("http://posthorn.test/api/webhooks/resend", {
      method: "POST",
      headers: { "svix-id": id, "svix-timestamp": timestamp, "svix-signature": `v1,${signature}` },
      body: payload + tamper,
    }),
  );
}

async function sendAll(): Promise<void> {
  await world.tick();
  deliveryId = await anyDelivery();
  mailId = (await delivery()).providerId ?? "";
}

async function anyDelivery(): Promise<string> {
  const [attempt] = await world.attempts(mailingId);
  const delivery = await world.db.delivery.findFirstOrThrow({
    where: { attemptId: attempt?.id },
    orderBy: { position: "asc" },
  });
  return delivery.id;
}

const delivery = () => world.db.delivery.findUniqueOrThrow({ where: { id: deliveryId } });

describe("an event of the provider", () => {
  it("is refused without a signature that holds, and changes nothing", async () => {
    await sendAll();
    expect((await post({ type: "email.bounced" }, " ")).status).toBe(401);
    expect(await delivery()).toMatchObject({ fate: null });
  });

  it("never lets a fate go backwards, whatever the order of arrival", async () => {
    await sendAll();
    for (const type of ["email.delivered", "email.delivery_delayed"])
      expect((await post({ type })).status).toBe(200);
    expect(await delivery()).toMatchObject({ fate: "delivered", status: "accepted" });
    await post({ type: "email.complained" });
    await post({ type: "email.delivered" });
    expect(await delivery()).toMatchObject({ fate: "complained" });
  });

  it("counts once when it is delivered twice", async () => {
    await sendAll();
    const id = `msg_${randomUUID()}`;
    expect(await (await post({ type: "email.opened", id, at: "2026-11-21T10:00:00Z" })).json()).toEqual({
      result: "recorded",
    });
    expect(await (await post({ type: "email.opened", id, at: "2026-11-21T11:00:00Z" })).json()).toEqual({
      result: "known",
    });
    expect(await world.db.providerEvent.count({ where: { id } })).toBe(1);
    expect((await delivery()).openedAt).toEqual(new Date("2026-11-21T10:00:00Z"));
  });

  it("says who read it: what came within ten seconds of sending, or calls itself a filter, is no person's", async () => {
    await sendAll();
    const sentAt = (await delivery()).settledAt?.getTime() ?? 0;
    const after = (seconds: number) => new Date(sentAt + seconds * 1_000);
    const read = async (type: string, at: Date, userAgent: string) => {
      const id = `msg_${randomUUID()}`;
      const click = { link: "https://shop.test/", userAgent, ipAddress: "192.0.2.9" };
      await post({ type, id, at: at.toISOString(), data: { click } });
      const { detail } = await world.db.providerEvent.findUniqueOrThrow({ where: { id } });
      expect(JSON.stringify(detail)).not.toMatch(/Barracuda|Mozilla|192/);
      const { openedAt, clickedAt, automatedAt } = await delivery();
      return { openedAt, clickedAt, automatedAt };
    };
    const none = { openedAt: null, clickedAt: null };
    expect(await read("email.clicked", after(3_600), "Barracuda Sentinel (EE)")).toEqual({
      ...none,
      automatedAt: after(3_600),
    });
    await world.db.$executeRaw`UPDATE deliveries SET automated_at = NULL WHERE id = ${deliveryId}::uuid`;
    expect(await read("email.opened", after(10), "")).toEqual({ ...none, automatedAt: after(10) });
    expect(await read("email.clicked", after(4), "Mozilla/5.0")).toEqual({ ...none, automatedAt: after(10) });
    expect(await read("email.opened", after(11), "")).toMatchObject({ ...none, openedAt: after(11) });
    expect(await read("email.clicked", after(60), "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")).toEqual({
      ...{ openedAt: after(11), clickedAt: after(60), automatedAt: after(10) },
    });
  });

  it("suppresses an address that bounced for good, and none that bounced for now", async () => {
    await sendAll();
    const suppressed = async () =>
      world.db.suppression.count({ where: { email: (await delivery()).address } });
    await post({ type: "email.bounced", data: { bounce: { type: "Transient", message: "full" } } });
    expect(await suppressed()).toBe(0);
    await post({ type: "email.bounced", data: { bounce: { type: "Permanent", message: "no such user" } } });
    expect(await suppressed()).toBe(1);
  });

  it("says what the recipient did over what the server said, refreshes the owner's reads, and never back", async () => {
    await sendAll();
    const { address } = await delivery();
    const reason = async () =>
      (await world.db.suppression.findMany({ where: { email: address } })).map((row) => row.reason);
    await post({ type: "email.bounced", data: { bounce: { type: "Permanent", message: null } } });
    expect(await reason()).toEqual(["bounced"]);
    await post({ type: "email.complained" });
    expect(await reason()).toEqual(["complained"]);
    expect(vi.mocked(revalidateTag).mock.calls).toEqual([
      [`recipients:${ownerId}`, { expire: 0 }],
      [`recipients:${ownerId}`, { expire: 0 }],
    ]);
    await post({ type: "email.bounced", data: { bounce: { type: "Permanent" } } });
    expect(await reason()).toEqual(["complained"]);
    expect(revalidateTag).toHaveBeenCalledTimes(2);
  });

  it("suppresses for a complaint the address of today too, and for a bounce only the one that bounced", async () => {
    await sendAll();
    const { address, recipientId } = await delivery();
    const today = `today-${address}`;
    await world.db.recipient.update({ where: { id: recipientId }, data: { email: today } });
    const suppressed = async () => {
      const rows = await world.db.suppression.findMany({ where: { ownerId }, orderBy: { id: "asc" } });
      return rows.map(({ email, reason }) => [email, reason]);
    };
    await post({ type: "email.bounced", data: { bounce: { type: "Permanent" } } });
    expect(await suppressed()).toEqual([[address, "bounced"]]);
    await post({ type: "email.complained" });
    expect(await suppressed()).toEqual([
      [address, "complained"],
      [today, "complained"],
    ]);
    // The owner lifts it, and they complain again of what they had before: only the address of today changes.
    const lifted = { liftedAt: new Date(), liftedById: ownerId, liftReason: "They wrote to us" };
    await world.db.suppression.updateMany({ where: { email: today }, data: lifted });
    vi.mocked(revalidateTag).mockClear();
    await post({ type: "email.complained" });
    expect(await world.db.suppression.count({ where: { email: today, liftedAt: null } })).toBe(1);
    expect(revalidateTag).toHaveBeenCalledWith(`recipients:${ownerId}`, { expire: 0 });
  });

  it("of a complaint is taken in the same moment as a change back to that address, and so is the change", async () => {
    await sendAll();
    const [owner, { address, recipientId }] = [{ id: ownerId, role: "user" as const }, await delivery()];
    const today = `today-${address}`;
    await world.db.recipient.update({ where: { id: recipientId }, data: { email: today } });
    const changed = async (email: string) => {
      const { updatedAt } = await world.db.recipient.findUniqueOrThrow({ where: { id: recipientId } });
      const input = { email, name: "", comment: "", fields: [], lists: [] };
      return updateRecipient(owner, { id: recipientId, version: updatedAt.getTime() }, input);
    };
    await world.db.suppression.create({ data: { ownerId, email: today, reason: "manual" } });
    const [answer, change] = await Promise.all([post({ type: "email.complained" }), changed(address)]);
    expect([answer.status, change.ok]).toEqual([200, true]);
    const email = address;
    expect(await world.db.suppression.findMany({ where: { ownerId, email } })).toMatchObject([
      { reason: "complained" },
    ]);
  });

  it("that speaks of another mail than the accepted one changes neither its fate nor whether it was opened", async () => {
    await sendAll();
    const other = { email_id: "mail-of-nobody" };
    for (const type of ["email.delivered", "email.clicked"]) {
      expect((await post({ type, data: other })).status).toBe(200);
    }
    expect(await delivery()).toMatchObject({ fate: null, openedAt: null, clickedAt: null });
    await post({ type: "email.delivered" });
    expect(await delivery()).toMatchObject({ fate: "delivered" });
  });

  it("is taken with nothing in the places that may be empty", async () => {
    await sendAll();
    const empty = { email_id: null, tags: null, bounce: null, failed: null };
    expect((await post({ type: "email.delivered", data: empty })).status).toBe(200);
    expect((await post({ type: "email.failed", data: { failed: { reason: null } } })).status).toBe(200);
    expect(await delivery()).toMatchObject({ fate: "failed", fateDetail: null });
  });

  it("proves a delivery accepted whose request had no answer, and the rest is asked for with the same bytes", async () => {
    world.provider.script({ kind: "reset_after" });
    await world.tick(world.engine({ random: () => 0.99 }));
    deliveryId = await anyDelivery();
    expect(await delivery()).toMatchObject({ status: "pending" });
    await post({ type: "email.sent", data: { email_id: "mail-proof" } });
    expect(await delivery()).toMatchObject({ status: "accepted", providerId: "mail-proof" });
    expect(await world.verify()).toEqual([]);
    await world.settleDown();
    expect(await world.deliveriesByStatus(mailingId)).toEqual({ accepted: 3 });
    expect([...world.provider.received("delivery").values()].every((count) => count === 1)).toBe(true);
    expect(await world.verify()).toEqual([]);
  });

  it("clears what was given up as uncertain, and the closed attempt's figures and status follow", async () => {
    world.provider.when(() => ({ kind: "reset_after" }));
    await world.tick();
    await world.turn(24 * 3_600_000);
    world.provider.when(() => null);
    await world.settleDown();
    expect(await world.attempts(mailingId)).toMatchObject([{ status: "failed", uncertain: 3, accepted: 0 }]);
    const [attempt] = await world.attempts(mailingId);
    const all = await world.db.delivery.findMany({ where: { attemptId: attempt?.id } });
    for (const [index, row] of all.entries()) {
      deliveryId = row.id;
      await post({ type: "email.delivered", data: { email_id: `mail-late-${index}` } });
    }
    expect(await world.attempts(mailingId)).toMatchObject([
      { status: "succeeded", uncertain: 0, accepted: 3 },
    ]);
    expect(await world.verify()).toEqual([]);
  });
});

describe("an event that PostgreSQL would refuse to store", () => {
  it.each([
    ["a NUL in the bounce's words", { data: { bounce: { type: "Permanent", message: "No\0body" } } }],
    ["half a surrogate pair in them", { data: { bounce: { type: "Permanent", message: "\ud83d" } } }],
    ["a NUL in the email's id", { data: { email_id: "a\0b", bounce: { type: "Permanent" } } }],
    ["an instant beyond every calendar", { at: "+275760-09-13T00:00:00.000Z" }],
    ["an instant before every calendar", { at: "-271821-04-20T00:00:00.000Z" }],
    ["an instant that is none", { at: "soon" }],
  ])("with %s is recorded, answered with 200, and its address suppressed", async (_, said) => {
    await sendAll();
    const id = `msg_${randomUUID()}`;
    const event = { type: "email.bounced", id, data: { bounce: { type: "Permanent" } }, ...said };
    expect((await post(event)).status).toBe(200);
    expect(await world.db.providerEvent.count({ where: { id } })).toBe(1);
    const { address } = await delivery();
    expect(await world.db.suppression.findFirst({ where: { ownerId, email: address } })).toMatchObject({
      reason: "bounced",
    });
  });
});
