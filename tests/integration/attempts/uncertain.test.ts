import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { retryRejected, retriableCount } from "@/lib/attempts/retry";
import { sendAgain, treatAsAccepted, uncertainCount } from "@/lib/attempts/uncertain";
import type { ChosenUncertain } from "@/lib/attempts/uncertain-input";
import { finishMailing, pauseMailing } from "@/lib/mailings/commands";
import { providerEvent, recordProviderEvent } from "@/lib/sending/provider-events";
import { HOUR } from "@/lib/sending/settings";
import { TIME_TO_PLAN, World, type PlannedMailing, type User } from "@/tests/support/world";

let world: World;
let owner: User;
beforeAll(async () => {
  world = await World.create();
  owner = await world.user();
});
afterAll(() => world.close());
beforeEach(() => world.forget());

/** A run that ended with all of its deliveries uncertain: the provider took them, and its answer was lost. */
async function uncertainRun(recipients: number) {
  const mailing = await world.mailing({ owner, recipients });
  world.provider.when(() => ({ kind: "reset_after" }));
  await world.tick();
  await world.turn(23 * HOUR);
  await world.tick();
  world.provider.when(() => null);
  const [attempt] = await world.attempts(mailing.id);
  if (attempt === undefined) throw new Error("nothing ran");
  expect(attempt).toMatchObject({ status: "failed", planned: recipients, uncertain: recipients });
  return { mailing, attemptId: attempt.id };
}

const again = (attemptId: string, chosen: ChosenUncertain = "all", startId = randomUUID()) =>
  sendAgain(owner, { attemptId, startId, chosen });

/** The delivery to the nth recipient of a mailing in one of its attempts. */
async function deliveryTo(attemptId: string, mailing: PlannedMailing, n: number) {
  return world.db.delivery.findFirstOrThrow({ where: { attemptId, address: mailing.addresses[n] ?? "" } });
}

/** The provider reports a delivery as delivered. */
function webhook(deliveryId: string, mailId: string = randomUUID()) {
  const event = {
    type: "email.delivered",
    created_at: "2026-11-21T10:00:00.000Z",
    data: { email_id: mailId, tags: { delivery: deliveryId } },
  };
  return recordProviderEvent(world.db, `msg_${randomUUID()}`, providerEvent.parse(event));
}

const auditOf = (mailingId: string) =>
  world.db.auditEvent.findMany({ where: { targetId: mailingId }, orderBy: { createdAt: "asc" } });

describe("uncertain deliveries treated as accepted", () => {
  it("move the figures of their batches and of the attempt with them, and say by whom", async () => {
    const { mailing, attemptId } = await uncertainRun(250);
    const one = await deliveryTo(attemptId, mailing, 7);
    expect(await treatAsAccepted(owner, attemptId, [one.id])).toMatchObject({
      ok: true,
      value: { count: 1 },
    });
    expect(await world.attempts(mailing.id)).toMatchObject([
      { status: "partly_failed", accepted: 1, uncertain: 249, planned: 250 },
    ]);
    expect(await deliveryTo(attemptId, mailing, 7)).toMatchObject({
      status: "accepted",
      providerId: null,
      resolvedById: owner.id,
    });
    expect(await treatAsAccepted(owner, attemptId, "all")).toMatchObject({
      ok: true,
      value: { count: 249 },
      changed: { tags: [`mailings:${owner.id}`, "figures"] },
    });
    expect(await world.attempts(mailing.id)).toMatchObject([
      { status: "succeeded", accepted: 250, uncertain: 0 },
    ]);
    expect(await uncertainCount(attemptId)).toBe(0);
    expect(await auditOf(mailing.id)).toMatchObject([
      { actorId: owner.id, action: "uncertain_accepted", detail: { attempt: attemptId, count: "1" } },
      { actorId: owner.id, action: "uncertain_accepted", detail: { attempt: attemptId, count: "249" } },
    ]);
    expect(await world.verify()).toEqual([]);
  });

  it("by two clicks at once, or with a webhook at the same time, are counted once", async () => {
    const { mailing, attemptId } = await uncertainRun(150);
    const proven = await Promise.all([0, 1, 2, 3].map((n) => deliveryTo(attemptId, mailing, n)));
    const [first, second] = await Promise.all([
      treatAsAccepted(owner, attemptId, "all"),
      treatAsAccepted(owner, attemptId, "all"),
      ...proven.map(({ id }) => webhook(id)),
    ]);
    expect([first.ok, second.ok].sort()).toEqual([false, true]);
    expect(await world.attempts(mailing.id)).toMatchObject([{ accepted: 150, uncertain: 0 }]);
    for (const { id } of proven)
      expect(await world.db.delivery.findUnique({ where: { id } })).toMatchObject({
        status: "accepted",
        providerId: expect.any(String) as string,
        fate: "delivered",
      });
    expect(await world.verify()).toEqual([]);
  });

  it("take the provider's id from a webhook that comes later, and count no second time", async () => {
    const { mailing, attemptId } = await uncertainRun(3);
    await treatAsAccepted(owner, attemptId, "all");
    const { id } = await deliveryTo(attemptId, mailing, 1);
    await webhook(id, "mail-1");
    await webhook(id, "mail-of-another");
    expect(await world.db.delivery.findUnique({ where: { id } })).toMatchObject({
      status: "accepted",
      providerId: "mail-1",
      fate: "delivered",
      reason: null,
      resolvedById: owner.id,
    });
    expect(await world.attempts(mailing.id)).toMatchObject([{ accepted: 3, uncertain: 0 }]);
    expect(await world.verify()).toEqual([]);
  });

  it("are refused while the attempt is open, and where nothing is uncertain", async () => {
    const mailing = await world.mailing({ owner, recipients: 2 });
    await world.tick(world.engine(), TIME_TO_PLAN);
    const [open] = await world.attempts(mailing.id);
    expect(await treatAsAccepted(owner, open?.id ?? "", "all")).toEqual({ ok: false, code: "attempt_open" });
    await world.settleDown();
    const refusal = { ok: false, code: "nothing_uncertain" };
    expect(await treatAsAccepted(owner, open?.id ?? "", "all")).toEqual(refusal);
    expect(await again(open?.id ?? "")).toEqual(refusal);
    expect(await auditOf(mailing.id)).toEqual([]);
  });
});

describe("uncertain deliveries sent again", () => {
  it("go out in an attempt of their own and stay uncertain in the first, which is not reopened", async () => {
    const { mailing, attemptId } = await uncertainRun(250);
    expect(await again(attemptId)).toMatchObject({ ok: true, value: { already: false } });
    await world.settleDown();
    expect(await world.attempts(mailing.id)).toMatchObject([
      { id: attemptId, status: "failed", planned: 250, uncertain: 250 },
      {
        kind: "retry",
        retryOfId: attemptId,
        status: "succeeded",
        planned: 250,
        accepted: 250,
        startedById: owner.id,
      },
    ]);
    expect(await uncertainCount(attemptId)).toBe(0);
    expect(new Set(world.provider.received().values())).toEqual(new Set([2]));
    expect(await auditOf(mailing.id)).toMatchObject([
      { action: "uncertain_sent_again", detail: { attempt: attemptId, count: "250" } },
    ]);
    expect(await world.verify()).toEqual([]);
  });

  it("are those that were chosen and no others; the rest can be resolved later", async () => {
    const { mailing, attemptId } = await uncertainRun(120);
    const [one, other] = await Promise.all([5, 110].map((n) => deliveryTo(attemptId, mailing, n)));
    await again(attemptId, [one?.id ?? "", other?.id ?? ""]);
    await world.settleDown();
    expect((await world.attempts(mailing.id))[1]).toMatchObject({ planned: 2, accepted: 2 });
    expect(await uncertainCount(attemptId)).toBe(118);
    expect(await treatAsAccepted(owner, attemptId, [one?.id ?? ""])).toEqual({
      ok: false,
      code: "nothing_uncertain",
    });
    expect(await again(attemptId, [one?.id ?? ""])).toEqual({ ok: false, code: "nothing_uncertain" });
    expect(await treatAsAccepted(owner, attemptId, "all")).toMatchObject({ value: { count: 118 } });
    expect((await world.attempts(mailing.id))[0]).toMatchObject({ accepted: 118, uncertain: 2 });
    expect(await world.verify()).toEqual([]);
  });

  it("with one form twice, or two forms at once, are one attempt", async () => {
    const { mailing, attemptId } = await uncertainRun(5);
    const startId = randomUUID();
    const answers = await Promise.all([
      again(attemptId, "all", startId),
      again(attemptId, "all", startId),
      again(attemptId),
      treatAsAccepted(owner, attemptId, "all"),
    ]);
    await world.settleDown();
    const runs = await world.attempts(mailing.id);
    const treated = answers[3].ok ? 5 : 0;
    // Whichever came first: what was treated as accepted is not sent again.
    expect(runs).toHaveLength(treated > 0 ? 1 : 2);
    expect(runs[0]).toMatchObject({ accepted: treated, uncertain: 5 - treated });
    expect(new Set(world.provider.received().values())).toEqual(new Set([treated > 0 ? 1 : 2]));
    expect(await world.verify()).toEqual([]);
  });

  it("are skipped where a webhook proves the first email before the second goes out", async () => {
    const { mailing, attemptId } = await uncertainRun(4);
    const [before, after] = await Promise.all([0, 1].map((n) => deliveryTo(attemptId, mailing, n)));
    await again(attemptId);
    await webhook(before?.id ?? "");
    await world.tick(world.engine(), TIME_TO_PLAN);
    await webhook(after?.id ?? "");
    await world.settleDown();
    expect(await world.attempts(mailing.id)).toMatchObject([
      { accepted: 2, uncertain: 2 },
      { planned: 3, accepted: 2, skipped: 1 },
    ]);
    const received = mailing.addresses.map((address) => world.provider.received().get(address));
    expect(received).toEqual([1, 1, 2, 2]);
    expect(await world.verify()).toEqual([]);
  });

  it("are not requested where a webhook proves the first email between freeze and mark", async () => {
    const { mailing, attemptId } = await uncertainRun(2);
    const { id } = await deliveryTo(attemptId, mailing, 0);
    await again(attemptId);
    let late = true;
    const engine = world.engine({
      reached: async (step) => {
        if (step !== "frozen" || !late) return;
        late = false;
        await webhook(id);
      },
    });
    await world.settleDown(60, engine);
    expect(late).toBe(false);
    expect((await world.attempts(mailing.id))[1]).toMatchObject({ planned: 2, accepted: 1, skipped: 1 });
    expect(world.provider.received().get(mailing.addresses[0] ?? "")).toBe(1);
    expect(await world.verify()).toEqual([]);
  });

  it("that are uncertain again are resolved in the retry, and a late proof of the first clears it alone", async () => {
    const { mailing, attemptId } = await uncertainRun(3);
    await again(attemptId);
    world.provider.when(() => ({ kind: "reset_after" }));
    await world.tick();
    await world.turn(23 * HOUR);
    await world.tick();
    world.provider.when(() => null);
    const second = (await world.attempts(mailing.id))[1];
    expect(second).toMatchObject({ uncertain: 3 });
    await webhook((await deliveryTo(attemptId, mailing, 0)).id);
    await again(second?.id ?? "");
    await world.settleDown();
    expect(await world.attempts(mailing.id)).toMatchObject([
      { accepted: 1, uncertain: 2 },
      { uncertain: 3 },
      { planned: 3, accepted: 2, skipped: 1 },
    ]);
    expect(await world.verify()).toEqual([]);
  });

  it("in a retry that was ended before it sent anything are retried from there", async () => {
    const { mailing, attemptId } = await uncertainRun(3);
    await again(attemptId);
    await world.tick(world.engine(), TIME_TO_PLAN);
    expect((await finishMailing(owner, mailing.id)).ok).toBe(true);
    await world.settleDown();
    const ended = (await world.attempts(mailing.id))[1];
    expect(ended).toMatchObject({ cancelled: 3 });
    expect(await retriableCount(ended?.id ?? "")).toBe(3);
    await retryRejected(owner, { attemptId: ended?.id ?? "", startId: randomUUID() });
    await world.settleDown();
    expect((await world.attempts(mailing.id))[2]).toMatchObject({ planned: 3, accepted: 3 });
    expect(await world.verify()).toEqual([]);
  });

  it("that nobody chose keep a retry of rejected ones away from their address", async () => {
    const { mailing, attemptId } = await uncertainRun(2);
    const [kept, moved] = await Promise.all([0, 1].map((n) => deliveryTo(attemptId, mailing, n)));
    await again(attemptId, [moved?.id ?? ""]);
    world.provider.badAddress(mailing.addresses[1] ?? "");
    await world.settleDown();
    const second = (await world.attempts(mailing.id))[1];
    expect(second).toMatchObject({ planned: 1, rejected: 1 });
    await world.db.recipient.delete({ where: { id: kept?.recipientId } });
    await world.db.recipient.update({
      where: { id: moved?.recipientId },
      data: { email: kept?.address ?? "" },
    });
    await retryRejected(owner, { attemptId: second?.id ?? "", startId: randomUUID() });
    await world.settleDown();
    expect((await world.attempts(mailing.id))[2]).toMatchObject({ planned: 1, skipped: 1 });
    expect(world.provider.received().get(kept?.address ?? "")).toBe(1);
  });

  it("are refused while the mailing is held", async () => {
    const mailing = await world.mailing({ owner, recipients: 1, period: "daily" });
    world.provider.when(() => ({ kind: "reset_after" }));
    await world.tick();
    await world.turn(23 * HOUR);
    await world.tick();
    const [attempt] = await world.attempts(mailing.id);
    await pauseMailing(owner, mailing.id);
    expect(await again(attempt?.id ?? "")).toEqual({ ok: false, code: "held" });
    expect(await treatAsAccepted(owner, attempt?.id ?? "", "all")).toMatchObject({ ok: true });
  });
});

it("uncertain deliveries of somebody else, or of an attempt that does not exist, are not found", async () => {
  const { mailing, attemptId } = await uncertainRun(2);
  const notFound = { ok: false, code: "not_found" };
  const delivery = await deliveryTo(attemptId, mailing, 0);
  for (const role of ["user", "manager", "admin", "content_manager"] as const) {
    const other = await world.user(role);
    expect(await treatAsAccepted(other, attemptId, "all")).toEqual(notFound);
    expect(await sendAgain(other, { attemptId, startId: randomUUID(), chosen: [delivery.id] })).toEqual(
      notFound,
    );
  }
  for (const id of [randomUUID(), "x"]) {
    expect(await treatAsAccepted(owner, id, "all")).toEqual(notFound);
    expect(await again(id)).toEqual(notFound);
  }
  // Another attempt's delivery is not resolved through one's own.
  const other = await uncertainRun(1);
  expect(await treatAsAccepted(owner, other.attemptId, [delivery.id])).toEqual({
    ok: false,
    code: "nothing_uncertain",
  });
  expect(await uncertainCount(attemptId)).toBe(2);
});
