import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connect } from "@/lib/db";
import { resumeMailing } from "@/lib/mailings/commands";
import { World, type User } from "@/tests/support/world";

let world: World;
let owner: User;
beforeAll(async () => {
  world = await World.create();
  owner = await world.user();
});
afterAll(() => world.close());
beforeEach(() => world.forget());

const MINUTE = 60_000;
const state = () => world.db.providerState.findUniqueOrThrow({ where: { id: 1 } });
const requests = () => world.provider.requests.length;
const oneAtATime = () => world.engine({ settings: { inFlight: 1 } });

/** Answers by what the mails are about: the subject names the mailing's message. */
function answerSubject(subject: string, fault: Parameters<World["provider"]["script"]>[0]) {
  world.provider.when(({ body }) => (JSON.stringify(body).includes(subject) ? fault : null));
}

/** The breaker's first look is due after five seconds of real time, which a busy machine may need for a mailing. */
async function lookInAnHour() {
  await world.db
    .$executeRaw`UPDATE provider_state SET next_look_at = engine_now() + interval '1 hour' WHERE id = 1`;
}

describe("429 rate_limit_exceeded", () => {
  it("costs a batch nothing, is not unknown, and the provider is asked no sooner than it said", async () => {
    const mailing = await world.mailing({ owner, recipients: 100 });
    world.provider.script({ kind: "rate_limited", retryAfter: 3_000 });
    const report = await world.tick();
    expect(report.accepted).toBe(0);
    expect(requests()).toBe(1);
    await world.turn(2_900_000);
    await world.tick();
    expect(requests()).toBe(1);
    await world.turn(101_000);
    await world.tick();
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 100 });
    expect(await world.db.batch.findFirst()).toMatchObject({ unknowns: 0, firstUnknownAt: null });
    expect((await state()).haltKind).toBeNull();
  });

  it("leaves the batch free to be frozen anew: who unsubscribed meanwhile gets nothing", async () => {
    const mailing = await world.mailing({ owner, recipients: 100 });
    const gone = mailing.addresses[10] ?? "";
    world.provider.script({ kind: "rate_limited", retryAfter: 90 });
    await world.tick();
    await world.db.suppression.create({ data: { ownerId: owner.id, email: gone, reason: "unsubscribed" } });
    await world.settleDown();
    expect(world.provider.received().has(gone)).toBe(false);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 99, skipped: 1 });
  });
});

describe("an answer that refuses everybody", () => {
  it.each([
    ["a daily quota", { kind: "quota", period: "daily" }, "daily_quota_exceeded"],
    ["a monthly quota", { kind: "quota", period: "monthly" }, "monthly_quota_exceeded"],
    ["401", { kind: "unauthorized", name: "missing_api_key" }, "missing_api_key"],
    ["403", { kind: "unauthorized", name: "invalid_api_key", status: 403 }, "invalid_api_key"],
    ["404", { kind: "not_found" }, "not_found"],
    ["405", { kind: "method_not_allowed" }, "method_not_allowed"],
    ["451", { kind: "security" }, "security_error"],
  ] as const)(
    "%s pauses the engines of all machines, and the look after a minute opens them",
    async (_, fault, code) => {
      const other = connect(world.url, 4);
      try {
        const mailing = await world.mailing({ owner, recipients: 350 });
        world.provider.script(fault);
        expect((await world.tick(oneAtATime())).end).toBe("shut");
        expect(await state()).toMatchObject({ haltKind: "pause", haltCode: code });
        expect((await world.tick(world.engine({ db: other }))).end).toBe("shut");
        expect(requests()).toBe(1);
        await world.turn(MINUTE);
        await world.tick(world.engine({ db: other }));
        expect(await state()).toMatchObject({
          haltKind: null,
          haltCode: null,
          nextProbeAt: null,
          probeToken: null,
        });
        expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 350 });
        expect(await world.db.batch.count({ where: { unknowns: { gt: 0 } } })).toBe(0);
      } finally {
        await other.$disconnect();
      }
    },
  );

  it("is looked at by one probe at a time, whoever comes, and ever later", async () => {
    await world.mailing({ owner, recipients: 350 });
    world.provider.when(() => ({ kind: "quota", period: "daily" }));
    await world.tick(oneAtATime());
    const machines = [1, 2, 3].map(() => connect(world.url, 4));
    try {
      const waits: number[] = [];
      for (let look = 1; look <= 3; look += 1) {
        await world.turn(31 * MINUTE);
        const before = requests();
        await Promise.all(machines.map((db) => world.tick(world.engine({ db }))));
        expect(requests() - before).toBe(1);
        const { looks } = await state();
        waits.push(looks);
      }
      expect(waits).toEqual([2, 3, 4]);
    } finally {
      await Promise.all(machines.map((db) => db.$disconnect()));
    }
  });

  it("is looked at again after a probe that died", async () => {
    const mailing = await world.mailing({ owner, recipients: 100 });
    world.provider.script({ kind: "quota", period: "daily" });
    await world.tick();
    await world.turn(MINUTE);
    const dying = world.engine({
      reached: (step) => {
        if (step === "marked") throw new Error("the machine died");
      },
    });
    await expect(world.tick(dying)).rejects.toThrow("died");
    expect((await world.tick()).end).toBe("shut");
    await world.settleDown();
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 100 });
  });
});

describe("403 for one mailing alone", () => {
  it("holds that mailing, with the server's words, while others pass", async () => {
    const refused = await world.mailing({ owner, recipients: 100, message: { subject: "Forbidden" } });
    const good = await world.mailing({ owner, recipients: 100 });
    answerSubject("Forbidden", { kind: "domain_not_verified" });
    for (let minute = 0; minute < 6; minute += 1) {
      await world.tick(oneAtATime());
      await world.turn(2 * MINUTE);
    }
    expect(await world.deliveriesByStatus(good.id)).toEqual({ accepted: 100 });
    expect(await world.db.mailing.findUnique({ where: { id: refused.id } })).toMatchObject({
      protectedCode: "refused_alone",
      protectedAnswer: expect.stringContaining("not verified"),
    });
    expect(await world.deliveriesByStatus(refused.id)).toEqual({ pending: 100 });
    expect((await state()).haltKind).toBeNull();

    world.provider.when(() => null);
    expect((await resumeMailing(owner, refused.id)).ok).toBe(true);
    await world.settleDown();
    expect(await world.deliveriesByStatus(refused.id)).toEqual({ accepted: 100 });
  });

  it("holds nobody where nothing else is there to compare with: the engine waits", async () => {
    const mailing = await world.mailing({ owner, recipients: 100 });
    world.provider.when(() => ({ kind: "domain_not_verified" }));
    for (let minute = 0; minute < 3; minute += 1) {
      await world.tick(oneAtATime());
      await world.turn(10 * MINUTE);
    }
    expect((await world.db.mailing.findUniqueOrThrow({ where: { id: mailing.id } })).protectedAt).toBeNull();
    expect((await state()).haltKind).toBe("pause");
  });
});

describe("the breaker", () => {
  it("opens after failures over five different batches, and nothing more is asked of a server that is down", async () => {
    await world.mailing({ owner, recipients: 1_000 });
    world.provider.when(() => ({ kind: "status", code: 503, name: "down", message: "Down." }));
    expect((await world.tick(oneAtATime())).end).toBe("shut");
    expect(requests()).toBe(5);
    expect(await state()).toMatchObject({ haltKind: "breaker", haltCode: "http_503" });
    await lookInAnHour();
    await world.tick(oneAtATime());
    expect(requests()).toBe(5);
  });

  it("closes when a probe succeeds, and everybody gets their mail once", async () => {
    const mailing = await world.mailing({ owner, recipients: 1_000 });
    let down = true;
    world.provider.when(() => (down ? { kind: "reset_after" } : null));
    await world.tick(oneAtATime());
    await world.turn(10_000);
    await world.tick(oneAtATime());
    expect(await state()).toMatchObject({ haltKind: "breaker", looks: 1 });
    expect(requests()).toBe(6);
    down = false;
    await world.settleDown();
    expect((await state()).haltKind).toBeNull();
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 1_000 });
    expect([...world.provider.received().values()].filter((count) => count !== 1)).toEqual([]);
  });

  it("stays shut for one batch that always fails, which holds up no other", async () => {
    const mailing = await world.mailing({ owner, recipients: 1_000 });
    const poison = mailing.addresses[500] ?? "";
    world.provider.when(({ body }) =>
      JSON.stringify(body).includes(`"${poison}"`) ? { kind: "reset_before" } : null,
    );
    for (let minute = 0; minute < 12; minute += 1) {
      await world.tick(oneAtATime());
      await world.turn(6 * MINUTE);
    }
    expect(await world.db.batch.findMany({ where: { closedAt: null } })).toHaveLength(1);
    expect((await state()).haltKind).toBeNull();
  });

  it("half open, tries another batch than those that failed, in whatever mailing it is", async () => {
    const failing = await world.mailing({ owner, recipients: 350, message: { subject: "Failing" } });
    answerSubject("Failing", { kind: "reset_before" });
    await world.tick(oneAtATime());
    expect((await state()).haltKind).toBe("breaker");
    await lookInAnHour();
    const good = await world.mailing({ owner, recipients: 100 });
    await world.tick(oneAtATime());
    expect(requests()).toBe(5);
    // All of the failing mailing's batches are due again, and it comes first in turn.
    await world.turn(70 * MINUTE);
    await world.tick(oneAtATime());
    expect(await world.deliveriesByStatus(good.id)).toEqual({ accepted: 100 });
    expect(await world.deliveriesByStatus(failing.id)).toEqual({ pending: 350 });
  });
});
