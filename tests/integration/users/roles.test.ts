import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { comparedToken } from "@/lib/auth/session-token";
import { forgetEnv } from "@/lib/env";
import { mailingDetail } from "@/lib/mailings/queries";
import { roles } from "@/lib/users/policy";
import { setRole } from "@/lib/users/roles";
import { tokenOf } from "@/tests/support/session-token";
import { World, type User } from "@/tests/support/world";

let world: World;
let admin: User;
beforeAll(async () => {
  world = await World.create();
  process.env.CACHE_ENABLED = "off";
  forgetEnv();
  admin = await world.user("admin");
});
afterAll(() => world.close());
beforeEach(() => world.forget());

describe("an owner who gets a role that owns no mailings", () => {
  it.each(["manager", "content_manager"])(
    "in the middle of sending (%s) has nothing sent after it, and the rest once when the role is back",
    async (role) => {
      const owner = await world.user();
      const mailing = await world.mailing({ owner, recipients: 350 });
      let changed = false;
      const engine = world.engine({
        settings: { inFlight: 1 },
        reached: async (step) => {
          if (step !== "frozen" || changed || world.provider.requests.length === 0) return;
          changed = true;
          expect(await setRole(admin, owner.id, role)).toMatchObject({ ok: true });
        },
      });
      await world.tick(engine);
      const sent = world.provider.mails.length;
      expect(sent).toBeGreaterThan(0);
      expect(sent).toBeLessThan(350);
      await world.tick();
      expect(world.provider.mails).toHaveLength(sent);
      expect(await mailingDetail(admin, mailing.id)).toMatchObject({ holds: ["owner_role"] });

      expect(await setRole(admin, owner.id, "user")).toMatchObject({ ok: true });
      await world.settleDown();
      const received = world.provider.received();
      expect(mailing.addresses.filter((address) => received.get(address) !== 1)).toEqual([]);
      expect(await world.verify()).toEqual([]);
    },
  );

  it("has no mailing begun that falls due, and with a role that owns mailings has it begun", async () => {
    const owner = await world.user();
    await world.mailing({ owner, recipients: 5 });
    await setRole(admin, owner.id, "manager");
    await world.tick();
    expect(world.provider.requests).toEqual([]);
    await setRole(admin, owner.id, "admin");
    await world.settleDown();
    expect(world.provider.mails).toHaveLength(5);
  });
});

describe("giving a role", () => {
  it("takes effect for the session that asks next, which has to be a new one", async () => {
    const user = await world.user();
    await setRole(admin, user.id, "manager");
    expect(await comparedToken(tokenOf(user.id))).toBeNull();
    const token = await comparedToken(tokenOf(user.id, 2));
    expect(token?.user).toMatchObject({ role: "manager" });
  });

  it("is in the audit log with who, whom, and both roles", async () => {
    const user = await world.user();
    await setRole(admin, user.id, "content_manager");
    await setRole("command line", user.id, "manager");
    const events = await world.db.auditEvent.findMany({
      where: { targetId: user.id },
      orderBy: { id: "asc" },
    });
    expect(events).toMatchObject([
      { action: "role_changed", actorId: admin.id, detail: { from: "user", to: "content_manager" } },
      { action: "role_changed", actorId: null, detail: { from: "content_manager", to: "manager" } },
    ]);
  });

  it.each(["user", "manager", "content_manager"] as const)("does not exist for %s", async (role) => {
    const [actor, user] = [await world.user(role), await world.user()];
    for (const wanted of roles) {
      expect(await setRole(actor, user.id, wanted)).toEqual({ ok: false, code: "not_found" });
    }
  });

  it("is refused to an admin for themselves, for a role that is none, and for who has it or is gone", async () => {
    const user = await world.user();
    expect(await setRole(admin, admin.id, "user")).toEqual({ ok: false, code: "forbidden" });
    expect(await setRole(admin, user.id, "janitor")).toEqual({ ok: false, code: "unknown_role" });
    expect(await setRole(admin, user.id, "user")).toEqual({ ok: false, code: "same_role" });
    expect(await setRole(admin, "nonsense", "user")).toEqual({ ok: false, code: "not_found" });
    expect(await setRole(admin, randomUUID(), "user")).toEqual({ ok: false, code: "not_found" });
    await world.db.user.update({ where: { id: user.id }, data: { closedAt: new Date() } });
    expect(await setRole(admin, user.id, "manager")).toEqual({ ok: false, code: "account_closed" });
  });

  it("is refused to an admin who is blocked or none any more, whatever their session says", async () => {
    const user = await world.user();
    const former = await world.user("admin");
    await setRole(admin, former.id, "user");
    expect(await setRole(former, user.id, "manager")).toEqual({ ok: false, code: "forbidden" });
  });

  it("leaves an admin, whoever asks and however many ask at once", async () => {
    await world.db.user.updateMany({ where: { role: "admin" }, data: { role: "user" } });
    for (let round = 0; round < 5; round += 1) {
      const [one, two] = [await world.user("admin"), await world.user("admin")];
      const blocked = await world.user("admin");
      await world.db.user.update({
        where: { id: blocked.id },
        data: { blockedAt: new Date(), blockedReason: "Away" },
      });
      await Promise.all([
        setRole(one, two.id, "user"),
        setRole(two, one.id, "user"),
        setRole("command line", one.id, "manager"),
        setRole("command line", two.id, "manager"),
      ]);
      const active = { role: "admin", blockedAt: null, closedAt: null } as const;
      expect(await world.db.user.count({ where: active })).toBe(1);
      await world.db.user.updateMany({ where: { role: "admin" }, data: { role: "user" } });
    }
  });
});
