import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { forgetEnv } from "@/lib/env";
import { pauseMailing, stopMailing } from "@/lib/mailings/commands";
import { mailingProgress } from "@/lib/mailings/progress";
import { watchedMailing } from "@/lib/mailings/watched";
import { KEY_LIFETIME } from "@/lib/sending/settings";
import { blockUser } from "@/lib/users/block";
import { World, type PlannedMailing, type User } from "@/tests/support/world";

const MINUTE = 60_000;
let world: World;
let owner: User;
let supervisor: User;

beforeAll(async () => {
  world = await World.create();
  // The cache belongs to Next's server; here every read goes to the database.
  process.env.CACHE_ENABLED = "off";
  forgetEnv();
  [owner, supervisor] = [await world.user(), await world.user("manager")];
});
afterAll(() => world.close());
beforeEach(() => world.forget());

const oneAtATime = () => world.engine({ settings: { inFlight: 1 } });
const page = async ({ id }: PlannedMailing, reader = owner) => {
  const shown = await watchedMailing(reader, id);
  if (shown === null) throw new Error("the page does not exist");
  return shown;
};
const halted = () => world.db.providerState.findUniqueOrThrow({ where: { id: 1 } });

/** One batch of three is accepted, and then it is as the test says. */
async function begun(): Promise<PlannedMailing> {
  const mailing = await world.mailing({ owner, recipients: 250 });
  world.provider.when(() =>
    world.provider.requests.length > 1 ? { kind: "rate_limited", retryAfter: 600 } : null,
  );
  await world.tick(oneAtATime());
  world.provider.when(() => null);
  return mailing;
}

describe("the page of a mailing that waits says why and since when:", () => {
  it.each([
    ["the provider fails", { kind: "status", code: 503, name: "down", message: "Down." }, "failing", 1_000],
    ["its daily quota", { kind: "quota", period: "daily" }, "daily_quota", 250],
    ["its monthly quota", { kind: "quota", period: "monthly" }, "monthly_quota", 250],
    ["its key", { kind: "unauthorized", name: "invalid_api_key", status: 403 }, "key", 250],
    ["a reason of its own", { kind: "security" }, "refused", 250],
  ] as const)("%s, with the time of the next probe", async (_, fault, cause, recipients) => {
    const mailing = await world.mailing({ owner, recipients });
    world.provider.when(() => fault);
    const before = await mailingProgress(owner, mailing.id);
    await world.tick(oneAtATime());
    const { haltedAt, nextProbeAt } = await halted();
    const { halt, next, progress } = await page(mailing);
    expect(halt).toMatchObject({
      cause,
      since: haltedAt,
      nextProbeAt,
      answer: expect.stringContaining("HTTP"),
    });
    expect(next).toMatchObject({ step: "waiting", probe: { at: nextProbeAt } });
    expect(progress.version).not.toBe(before?.version);
    // A later probe in vain is another time to show, and the page is told to be rendered anew.
    await world.turn(61 * MINUTE);
    await world.tick(oneAtATime());
    expect((await mailingProgress(owner, mailing.id))?.version).not.toBe(progress.version);
    expect((await page(mailing)).halt).toMatchObject({ since: haltedAt });
    world.provider.when(() => null);
    await world.settleDown();
    expect(await page(mailing)).toMatchObject({ halt: null, next: { step: "finished" } });
  });

  it("says nothing of the provider where nothing is to go out, or where a hold comes first", async () => {
    const [mailing, later] = [
      await world.mailing({ owner, recipients: 100 }),
      await world.mailing({ owner, recipients: 100, startLocal: "2090-01-01T09:00:00" }),
    ];
    world.provider.when(() => ({ kind: "quota", period: "daily" }));
    await world.tick(oneAtATime());
    expect((await page(mailing)).halt).not.toBeNull();
    expect(await page(later)).toMatchObject({ halt: null, next: { step: "comes", recipients: 100 } });
    expect((await pauseMailing(owner, mailing.id)).ok).toBe(true);
    expect(await page(mailing)).toMatchObject({ halt: null, next: { step: "paused" } });
  });

  it("the provider asked to wait", async () => {
    const mailing = await begun();
    const { _min: first, _max: last } = await world.db.batch.aggregate({
      where: { closedAt: null, answer: { not: null } },
      _min: { requestedAt: true },
      _max: { availableAt: true },
    });
    const { asked } = (await page(mailing)).mailing;
    expect(asked).toMatchObject({ since: first.requestedAt, until: last.availableAt, emails: 150 });
  });

  it("its owner paused it", async () => {
    const mailing = await begun();
    await pauseMailing(owner, mailing.id);
    const shown = await page(mailing);
    expect(shown).toMatchObject({ next: { step: "paused" }, progress: { attempt: { accepted: 100 } } });
    expect(shown.mailing).toMatchObject({ holds: ["paused"], pausedAt: expect.any(Date) });
    // Who may only look cannot resume it.
    expect((await page(mailing, supervisor)).next.step).toBe("held");
  });

  it("a manager stopped it", async () => {
    const mailing = await begun();
    await stopMailing(supervisor, { mailingId: mailing.id, reason: "Wrong list" });
    const shown = await page(mailing);
    expect(shown.next.step).toBe("held");
    expect(shown.mailing.stop).toMatchObject({
      at: expect.any(Date),
      by: "Vera Owner",
      reason: "Wrong list",
    });
  });

  it("its owner is blocked", async () => {
    const mailing = await begun();
    await blockUser(supervisor, { userId: owner.id, reason: "Complaints" });
    const shown = await page(mailing, supervisor);
    const { blockedAt } = await world.db.user.findUniqueOrThrow({ where: { id: owner.id } });
    expect(shown.next.step).toBe("held");
    expect(shown.mailing.holds).toEqual(["owner_blocked"]);
    expect(shown.mailing.owner).toMatchObject({ blockedAt, blockedReason: "Complaints" });
    expect(blockedAt).toBeInstanceOf(Date);
  });

  it("the protection of the sender", async () => {
    const mailing = await world.mailing({ owner, recipients: 250, period: "daily" });
    await world.tick();
    await world.db.$executeRaw`
      UPDATE deliveries SET fate = 'bounced', fate_at = engine_now()
      WHERE id IN (SELECT id FROM deliveries WHERE status = 'accepted' LIMIT 11)`;
    await world.tick();
    const shown = await page(mailing);
    expect(shown.next).toMatchObject({ step: "pausedRun", run: { isDue: false } });
    expect(shown.mailing.protection).toMatchObject({ at: expect.any(Date), code: "bounces" });
  });

  it("its emails are bound to the provider account used before", async () => {
    const mailing = await world.mailing({ owner, recipients: 150 });
    world.provider.when(() => ({ kind: "reset_after" }));
    await world.tick(world.engine({ apiKey: "re_before" }));
    const { _min } = await world.db.batch.aggregate({ _min: { firstUnknownAt: true } });
    const since = _min.firstUnknownAt;
    expect((await page(mailing)).mailing.bound).toMatchObject({
      since,
      until: new Date((since?.getTime() ?? 0) + KEY_LIFETIME),
      emails: 150,
    });
  });
});

describe("the pace of a mailing", () => {
  it("is told by what was settled within the last minute, skipped recipients and earlier batches left out", async () => {
    const mailing = await begun();
    const measured = async () => (await mailingProgress(owner, mailing.id))?.attempt?.pace;
    expect(await measured()).toBeNull();
    await world.turn(11 * MINUTE);
    world.provider.when(() =>
      world.provider.requests.length > 3 ? { kind: "rate_limited", retryAfter: 600 } : null,
    );
    await world.tick(oneAtATime());
    // The first lies more than a minute back.
    expect(await measured()).toBeNull();
    await world.db.$executeRaw`
      UPDATE batches SET closed_at = engine_now() - seq * interval '10 seconds' WHERE closed_at IS NOT NULL`;
    // Two of a hundred, twenty seconds apart, and fifty are left.
    expect(await measured()).toEqual({ perMinute: 300, secondsLeft: 10 });
    await world.turn(MINUTE);
    expect(await measured()).toBeNull();
  });
});
