import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { retriableCount, retryRejected } from "@/lib/attempts/retry";
import { finishMailing, pauseMailing } from "@/lib/mailings/commands";
import { TIME_TO_PLAN, World, type User, type PlannedMailing } from "@/tests/support/world";

let world: World;
let owner: User;

beforeAll(async () => {
  world = await World.create();
  owner = await world.user();
});
afterAll(() => world.close());
beforeEach(() => world.forget());

/** A mailing whose run is over, in which these of its addresses were refused. */
async function runWithRejected(recipients: number, rejected: number[]) {
  const mailing = await world.mailing({ owner, recipients });
  for (const n of rejected) world.provider.badAddress(addressOf(mailing, n));
  await world.settleDown();
  const [attempt] = await world.attempts(mailing.id);
  if (attempt === undefined) throw new Error("nothing ran");
  return { mailing, attemptId: attempt.id };
}

function addressOf(mailing: PlannedMailing, n: number): string {
  const address = mailing.addresses[n];
  if (address === undefined) throw new Error(`no recipient ${n}`);
  return address;
}

const request = (attemptId: string) => ({ attemptId, startId: randomUUID() });

async function recipientOf(address: string) {
  return world.db.recipient.findFirstOrThrow({ where: { ownerId: owner.id, email: address } });
}

/** Corrects a recipient's address, to one that the provider takes. */
async function mend(address: string): Promise<string> {
  const email = `mended-${randomUUID()}@mail.test`;
  await world.db.recipient.update({ where: { id: (await recipientOf(address)).id }, data: { email } });
  return email;
}

describe("a retry of what was rejected", () => {
  it("goes to the rejected alone, at their addresses as they are now, with the message as it was", async () => {
    const { mailing, attemptId } = await runWithRejected(320, [3, 140, 300]);
    const mended = await mend(addressOf(mailing, 3));
    await world.db.message.updateMany({ data: { subject: "Another issue" } });
    expect(await retriableCount(attemptId)).toBe(3);
    const retried = await retryRejected(owner, request(attemptId));
    expect(retried).toMatchObject({
      ok: true,
      value: { already: false },
      changed: { tags: [`mailings:${owner.id}`, "figures"], wake: true },
    });
    await world.settleDown();
    expect(await world.attempts(mailing.id)).toMatchObject([
      { kind: "scheduled", status: "partly_failed", planned: 320, accepted: 317, rejected: 3 },
      {
        kind: "retry",
        retryOfId: attemptId,
        subject: "News for {{name|you}}",
        planned: 3,
        accepted: 1,
        rejected: 2,
      },
    ]);
    expect(world.provider.received().get(mended)).toBe(1);
    expect([...world.provider.received().values()].filter((count) => count > 1)).toEqual([]);
    expect(await world.verify()).toEqual([]);
  });

  it("happens once for each delivery; what was rejected again is retried from the new attempt", async () => {
    const { mailing, attemptId } = await runWithRejected(5, [1]);
    await retryRejected(owner, request(attemptId));
    await world.settleDown();
    expect(await retryRejected(owner, request(attemptId))).toEqual({ ok: false, code: "nothing_to_retry" });
    const second = (await world.attempts(mailing.id))[1];
    expect(await retryRejected(owner, request(second?.id ?? ""))).toMatchObject({ ok: true });
    await world.settleDown();
    expect(await world.attempts(mailing.id)).toHaveLength(3);
    expect(await world.verify()).toEqual([]);
  });

  it("asked for twice at once with one form, or with two, is one attempt", async () => {
    const { mailing, attemptId } = await runWithRejected(5, [1, 2]);
    const same = request(attemptId);
    const answers = await Promise.all([
      retryRejected(owner, same),
      retryRejected(owner, same),
      retryRejected(owner, request(attemptId)),
    ]);
    const made = answers.filter((answer) => answer.ok && !answer.value.already);
    expect(made).toHaveLength(1);
    for (const answer of answers) if (!answer.ok) expect(answer.code).toBe("attempt_open");
    await world.settleDown();
    expect(await world.attempts(mailing.id)).toHaveLength(2);
  });

  it("skips who was deleted or suppressed meanwhile, and an address that the run reached under another name", async () => {
    const { mailing, attemptId } = await runWithRejected(4, [0, 1, 2]);
    const [gone, suppressed, moved, reached] = await Promise.all(
      [0, 1, 2, 3].map((n) => recipientOf(addressOf(mailing, n))),
    );
    await world.db.recipient.delete({ where: { id: gone?.id } });
    await world.db.suppression.create({
      data: { ownerId: owner.id, email: suppressed?.email ?? "", reason: "manual" },
    });
    await world.db.recipient.delete({ where: { id: reached?.id } });
    await world.db.recipient.update({ where: { id: moved?.id }, data: { email: addressOf(mailing, 3) } });
    await retryRejected(owner, request(attemptId));
    await world.settleDown();
    const retry = (await world.attempts(mailing.id))[1];
    expect(retry).toMatchObject({ kind: "retry", planned: 3, skipped: 3, status: "cancelled" });
    const reasons = await world.db.delivery.findMany({
      where: { attemptId: retry?.id },
      select: { reason: true },
    });
    expect(reasons.map(({ reason }) => reason).sort()).toEqual([
      "already_sent",
      "manual",
      "recipient_deleted",
    ]);
    expect(await world.verify()).toEqual([]);
  });

  it("that was ended before it sent anything is retried itself, and nobody gets two", async () => {
    const { mailing, attemptId } = await runWithRejected(5, [1, 2]);
    await mend(addressOf(mailing, 1));
    await mend(addressOf(mailing, 2));
    await retryRejected(owner, request(attemptId));
    await world.tick(world.engine(), TIME_TO_PLAN);
    expect((await finishMailing(owner, mailing.id)).ok).toBe(true);
    await world.settleDown();
    const ended = (await world.attempts(mailing.id))[1];
    expect(ended).toMatchObject({ kind: "retry", status: "cancelled", planned: 2, cancelled: 2 });
    expect(await retriableCount(attemptId)).toBe(0);
    expect(await retryRejected(owner, request(attemptId))).toEqual({ ok: false, code: "nothing_to_retry" });
    expect(await retriableCount(ended?.id ?? "")).toBe(2);
    expect(await retryRejected(owner, request(ended?.id ?? ""))).toMatchObject({ ok: true });
    await world.settleDown();
    expect((await world.attempts(mailing.id))[2]).toMatchObject({ retryOfId: ended?.id, accepted: 2 });
    expect(await retriableCount(ended?.id ?? "")).toBe(0);
    expect([...world.provider.received().values()]).toEqual([1, 1, 1, 1, 1]);
    expect(await world.verify()).toEqual([]);
  });

  it("is retried for whom a suppression kept out of it, once that is lifted", async () => {
    const { mailing, attemptId } = await runWithRejected(3, [1]);
    const { id } = await world.db.suppression.create({
      data: { ownerId: owner.id, email: await mend(addressOf(mailing, 1)), reason: "bounced" },
    });
    await retryRejected(owner, request(attemptId));
    await world.settleDown();
    const skipping = (await world.attempts(mailing.id))[1];
    expect(skipping).toMatchObject({ planned: 1, skipped: 1 });
    expect(await retriableCount(skipping?.id ?? "")).toBe(0);
    await world.db.suppression.update({ where: { id }, data: { liftedAt: new Date() } });
    expect(await retriableCount(skipping?.id ?? "")).toBe(1);
    expect(await retryRejected(owner, request(skipping?.id ?? ""))).toMatchObject({ ok: true });
    await world.settleDown();
    expect([...world.provider.received().values()]).toEqual([1, 1, 1]);
    expect(await world.verify()).toEqual([]);
  });

  it("of a retry skips an address that any attempt of the chain reached under another name", async () => {
    const { mailing, attemptId } = await runWithRejected(3, [1]);
    await retryRejected(owner, request(attemptId));
    await world.settleDown();
    const second = (await world.attempts(mailing.id))[1];
    expect(second).toMatchObject({ planned: 1, rejected: 1 });
    await world.db.recipient.delete({ where: { id: (await recipientOf(addressOf(mailing, 2))).id } });
    await world.db.recipient.update({
      where: { id: (await recipientOf(addressOf(mailing, 1))).id },
      data: { email: addressOf(mailing, 2) },
    });
    await retryRejected(owner, request(second?.id ?? ""));
    await world.settleDown();
    const third = await world.db.delivery.findFirstOrThrow({
      where: { attemptId: (await world.attempts(mailing.id))[2]?.id },
    });
    expect(third).toMatchObject({
      address: addressOf(mailing, 2),
      status: "skipped",
      reason: "already_sent",
    });
    expect(world.provider.received().get(addressOf(mailing, 2))).toBe(1);
  });

  it("is not for what a run of the mailing skipped or cancelled", async () => {
    const mailing = await world.mailing({ owner, recipients: 3 });
    await world.db.suppression.create({
      data: { ownerId: owner.id, email: addressOf(mailing, 0), reason: "manual" },
    });
    await world.tick(world.engine(), TIME_TO_PLAN);
    await world.db.suppression.updateMany({ data: { liftedAt: new Date() } });
    await finishMailing(owner, mailing.id);
    await world.settleDown();
    const [ended] = await world.attempts(mailing.id);
    expect(ended).toMatchObject({ skipped: 1, cancelled: 2 });
    expect(await retriableCount(ended?.id ?? "")).toBe(0);
    expect(await retryRejected(owner, request(ended?.id ?? ""))).toEqual({
      ok: false,
      code: "nothing_to_retry",
    });
  });

  it("is refused while the mailing is held or an attempt of it is open, and where nothing was rejected", async () => {
    const clean = await runWithRejected(2, []);
    expect(await retryRejected(owner, request(clean.attemptId))).toEqual({
      ok: false,
      code: "nothing_to_retry",
    });
    const daily = await world.mailing({ owner, recipients: 2, period: "daily" });
    world.provider.badAddress(addressOf(daily, 0));
    await world.settleDown();
    const [attempt] = await world.attempts(daily.id);
    await pauseMailing(owner, daily.id);
    expect(await retryRejected(owner, request(attempt?.id ?? ""))).toEqual({ ok: false, code: "held" });
  });

  it("of somebody else's attempt, or one that does not exist, is not found", async () => {
    const { attemptId } = await runWithRejected(2, [0]);
    for (const role of ["user", "manager", "admin", "content_manager"] as const) {
      expect(await retryRejected(await world.user(role), request(attemptId))).toEqual({
        ok: false,
        code: "not_found",
      });
    }
    expect(await retryRejected(owner, request(randomUUID()))).toEqual({ ok: false, code: "not_found" });
    expect(await retryRejected(owner, { attemptId: "x", startId: "y" })).toMatchObject({ ok: false });
    expect(await retriableCount(attemptId)).toBe(1);
  });
});
