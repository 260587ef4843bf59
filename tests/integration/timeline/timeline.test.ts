import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { retryRejected } from "@/lib/attempts/retry";
import { finishMailing } from "@/lib/mailings/commands";
import { START } from "@/lib/paging/address";
import { updateRecipient } from "@/lib/recipients/commands";
import { recipientDetail } from "@/lib/recipients/detail";
import { recordProviderEvent, providerEvent } from "@/lib/sending/provider-events";
import { unsubscribeToken } from "@/lib/sending/unsubscribe-token";
import { unsubscribe } from "@/lib/suppressions/commands";
import { liftSuppression, suppressByHand } from "@/lib/suppressions/manual";
import { timelineOf } from "@/lib/timeline/timeline";
import { UNSUBSCRIBE_SECRET, World, type PlannedMailing, type User } from "@/tests/support/world";

// The cache belongs to Next's server.
vi.mock("next/cache", () => ({ unstable_cache: (read: unknown) => read }));

let world: World;
let owner: User;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.forget();
  owner = await world.user();
});

async function recipientIn(mailing: PlannedMailing) {
  const email = mailing.addresses[0] ?? "";
  return world.db.recipient.findUniqueOrThrow({ where: { ownerId_email: { ownerId: owner.id, email } } });
}

async function entries(id: string) {
  const recipient = await recipientDetail(owner, "own", id);
  if (recipient === null) throw new Error("there is no such recipient");
  return (await timelineOf(recipient, START)).rows;
}

async function deliveryOf(id: string) {
  return world.db.delivery.findFirstOrThrow({ where: { recipientId: id }, orderBy: { id: "desc" } });
}

/** What the provider tells of an email, so many minutes after it was settled. */
async function tell(deliveryId: string, type: string, minutes: number, data: object = {}): Promise<void> {
  const { providerId, settledAt } = await world.db.delivery.findUniqueOrThrow({ where: { id: deliveryId } });
  const event = providerEvent.parse({
    type,
    created_at: new Date((settledAt?.getTime() ?? 0) + minutes * 60_000).toISOString(),
    data: { email_id: providerId, tags: { delivery: deliveryId }, ...data },
  });
  await recordProviderEvent(world.db, randomUUID(), event);
}

/** Another mailing to the list of the first. */
async function again(first: PlannedMailing): Promise<PlannedMailing> {
  const other = await world.mailing({ owner, recipients: 0 });
  await world.db.mailingList.create({ data: { mailingId: other.id, listId: first.listId } });
  return { ...other, addresses: first.addresses };
}

async function granted<T extends { ok: boolean }>(result: Promise<T>): Promise<void> {
  expect(await result).toMatchObject({ ok: true });
}

describe("the timeline of a recipient", () => {
  it("has who was never written to as added, and nothing else", async () => {
    const { id, createdAt } = await world.db.recipient.create({
      data: { ownerId: owner.id, email: "a@b.test" },
    });
    expect(await entries(id)).toMatchObject([{ kind: "added", at: createdAt }]);
  });

  it("tells what became of an email: accepted, delivered, opened often, unsubscribed by which one, suppressed, lifted by whom and why, skipped", async () => {
    const first = await world.mailing({ owner, recipients: 1 });
    const { id } = await recipientIn(first);
    await world.settleDown();
    const delivery = await deliveryOf(id);
    await tell(delivery.id, "email.delivered", 1);
    for (const minutes of [9, 5, 7]) await tell(delivery.id, "email.opened", minutes);
    await world.turn(60_000);
    await granted(unsubscribe(unsubscribeToken(delivery.id, UNSUBSCRIBE_SECRET)));
    await world.turn(60_000);
    const second = await again(first);
    await world.settleDown();
    const suppression = await world.db.suppression.findFirstOrThrow({ where: { ownerId: owner.id } });
    await world.turn(60_000);
    await granted(liftSuppression(owner, suppression.id, "They wrote to us"));
    const [attempt] = await world.attempts(first.id);
    expect(await entries(id)).toMatchObject([
      { kind: "lifted", by: "Vera Owner", reason: "They wrote to us" },
      { kind: "occurrence", mailing: { id: second.id }, status: "skipped", reason: "unsubscribed", news: [] },
      { kind: "suppressed", reason: "unsubscribed", by: null, email: { attemptId: attempt?.id } },
      {
        kind: "occurrence",
        status: "accepted",
        attempt: { id: attempt?.id, kind: "scheduled" },
        at: attempt?.createdAt,
        news: [
          { type: "delivered", times: 1 },
          { type: "opened", times: 3, first: new Date((delivery.settledAt?.getTime() ?? 0) + 300_000) },
        ],
      },
      { kind: "added" },
    ]);
  });

  it("has what a program opened and followed apart from what a person did, so often and at these instants each", async () => {
    const mailing = await world.mailing({ owner, recipients: 1 });
    const { id } = await recipientIn(mailing);
    await world.settleDown();
    const delivery = await deliveryOf(id);
    const after = (minutes: number) => new Date((delivery.settledAt?.getTime() ?? 0) + minutes * 60_000);
    // Three and six seconds after it was accepted.
    for (const minutes of [0.05, 0.1, 20]) await tell(delivery.id, "email.opened", minutes);
    const filter = { click: { link: "https://shop.test/", userAgent: "Barracuda Sentinel (EE)" } };
    await tell(delivery.id, "email.clicked", 15, filter);
    expect((await entries(id))[0]).toMatchObject({
      news: [
        { type: "opened", automated: true, times: 2, first: after(0.05), last: after(0.1) },
        { type: "clicked", automated: true, times: 1, first: after(15) },
        { type: "opened", automated: false, times: 1, first: after(20) },
      ],
    });
  });

  it("has the server's words for what was rejected and bounced, and why the rest was cancelled", async () => {
    const first = await world.mailing({ owner, recipients: 1 });
    const { id } = await recipientIn(first);
    world.provider.badAddress(first.addresses[0] ?? "", "Invalid `to` field");
    await world.settleDown();
    world.provider.reset();
    await again(first);
    await world.settleDown();
    const bounced = await deliveryOf(id);
    await tell(bounced.id, "email.bounced", 1, {
      bounce: { type: "Transient", message: "452 mailbox full" },
    });
    const third = await again(first);
    world.provider.when(() => ({ kind: "rate_limited", retryAfter: 3_600 }));
    await world.tick();
    await granted(finishMailing(owner, third.id));
    await world.settleDown();
    expect(await entries(id)).toMatchObject([
      { kind: "occurrence", status: "cancelled", reason: "finished" },
      {
        kind: "occurrence",
        status: "accepted",
        news: [{ type: "bounced", bounce: "Transient", detail: "452 mailbox full" }],
      },
      {
        kind: "occurrence",
        status: "rejected",
        reason: "refused",
        answer: expect.stringContaining("Invalid `to`"),
      },
      { kind: "added" },
    ]);
  });

  it("keeps who suppressed an address by hand, and why, when its owner unsubscribes on top", async () => {
    const mailing = await world.mailing({ owner, recipients: 1 });
    const { id, email } = await recipientIn(mailing);
    await world.settleDown();
    await granted(suppressByHand(owner, { emails: [email], note: "Asked by phone" }));
    await world.turn(60_000);
    await granted(unsubscribe(unsubscribeToken((await deliveryOf(id)).id, UNSUBSCRIBE_SECRET)));
    expect((await entries(id)).filter(({ kind }) => kind === "suppressed")).toMatchObject([
      { reason: "unsubscribed", by: null, note: "" },
      { reason: "manual", by: "Vera Owner", note: "Asked by phone" },
    ]);
  });

  it("goes on under a new address, and has what went to this one before its recipient was deleted and added again", async () => {
    const mailing = await world.mailing({ owner, recipients: 1 });
    const { id, email, updatedAt } = await recipientIn(mailing);
    await world.settleDown();
    const changed = { email: "new@b.test", name: "", comment: "", fields: [], lists: [] };
    await granted(updateRecipient(owner, { id, version: updatedAt.getTime() }, changed));
    const sent = { kind: "occurrence", address: email, status: "accepted", mailing: { id: mailing.id } };
    expect(await entries(id)).toMatchObject([sent, { kind: "added" }]);
    await world.db.recipient.delete({ where: { id } });
    const later = new Date(Date.now() + 24 * 3_600_000);
    for (const [address, expected] of [
      [email, [{ kind: "added" }, sent]],
      ["new@b.test", [{ kind: "added" }]],
    ] as const) {
      const back = await world.db.recipient.create({
        data: { ownerId: owner.id, email: address, createdAt: later },
      });
      expect(await entries(back.id)).toMatchObject(expected);
    }
  });

  it("says of a retry that it is one", async () => {
    const mailing = await world.mailing({ owner, recipients: 1 });
    const { id } = await recipientIn(mailing);
    world.provider.badAddress(mailing.addresses[0] ?? "");
    await world.settleDown();
    world.provider.reset();
    const [attempt] = await world.attempts(mailing.id);
    await granted(retryRejected(owner, { attemptId: attempt?.id ?? "", startId: randomUUID() }));
    await world.settleDown();
    expect(await entries(id)).toMatchObject([
      { kind: "occurrence", status: "accepted", attempt: { kind: "retry" } },
      { kind: "occurrence", status: "rejected", attempt: { kind: "scheduled" } },
      { kind: "added" },
    ]);
  });
});
