import { randomUUID } from "node:crypto";
import { hash as argon2 } from "@node-rs/argon2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashPassword } from "@/lib/auth/password";
import { endSession } from "@/lib/auth/ended-sessions";
import { comparedToken } from "@/lib/auth/session-token";
import { signInWithPassword } from "@/lib/auth/sign-in";
import { takeUse } from "@/lib/security/rate-limits";
import { callerFrom } from "@/tests/support/caller";
import { tokenOf } from "@/tests/support/session-token";
import { World } from "@/tests/support/world";

const PASSWORD = "correct horse battery";

let world: World;
let passwordHash: string;

beforeAll(async () => {
  world = await World.create();
  passwordHash = await hashPassword(PASSWORD);
});

afterAll(() => world.close());

describe("sign-in", () => {
  it("lets in who has the password, the address written in any case", async () => {
    const user = await account();
    expect(await signIn(user.email, PASSWORD)).toEqual({ ok: true, userId: user.id, sessionVersion: 1 });
  });

  it("takes an older hash of a password that was not in its normal form, and replaces it", async () => {
    const typed = "correct hórse battery".normalize("NFD");
    const user = await account({ passwordHash: await argon2(typed) });
    expect(await signIn(user.email, typed.normalize("NFC"))).toMatchObject({ ok: false, code: "wrong" });
    expect(await signIn(user.email, typed)).toMatchObject({ ok: true, sessionVersion: 1 });
    expect(await signIn(user.email, typed.normalize("NFC"))).toMatchObject({ ok: true });
  });

  it("answers alike for a wrong password, an unknown address, a blocked and a closed account", async () => {
    const wrong = { ok: false, code: "wrong" };
    const now = new Date();
    expect(await signIn((await account()).email, "nope")).toEqual(wrong);
    expect(await signIn(`${randomUUID()}@people.test`, PASSWORD)).toEqual(wrong);
    expect(await signIn((await account({ blockedAt: now, blockedReason: "spam" })).email, "nope")).toEqual(
      wrong,
    );
    expect(await signIn((await account({ closedAt: now })).email, PASSWORD)).toEqual(wrong);
    const erased = await account({ closedAt: now, passwordHash: "" });
    expect(await signIn(erased.email, PASSWORD)).toEqual(wrong);
  });

  it("tells who is blocked why, but only with the right password", async () => {
    const user = await account({ blockedAt: new Date(), blockedReason: "Complaints" });
    expect(await signIn(user.email, PASSWORD)).toEqual({ ok: false, code: "blocked", reason: "Complaints" });
  });

  it("asks who has not confirmed the address to do so", async () => {
    const user = await account({ emailVerifiedAt: null });
    expect(await signIn(user.email, PASSWORD)).toEqual({ ok: false, code: "unverified" });
  });

  it("refuses the eleventh try for one account from one address, right password or not, and nobody else's", async () => {
    const [tried, other] = [await account(), await account()];
    for (let n = 0; n < 10; n += 1) await signIn(tried.email, "nope", "10.0.0.1");
    expect(await signIn(tried.email, PASSWORD, "10.0.0.1")).toMatchObject({ ok: false, code: "too_many" });
    expect(await signIn(tried.email, PASSWORD, "10.0.1.1")).toMatchObject({ ok: true });
    expect(await signIn(other.email, PASSWORD, "10.0.0.1")).toMatchObject({ ok: true });
  });

  it("a stranger who goes on after being refused does not shut out the account's owner", async () => {
    const user = await account();
    for (let n = 0; n < 150; n += 1) await signIn(user.email, "nope", "10.0.0.2");
    expect(await signIn(user.email, PASSWORD, "10.0.1.2")).toMatchObject({ ok: true });
  });

  it("refuses the hundred-and-first try for one account from all addresses together, and where none is known", async () => {
    const user = await account();
    const counted = await Promise.all(
      Array.from({ length: 50 }, (_, n) => [
        signIn(user.email, "nope", `10.4.0.${n}`),
        signIn(user.email, "nope", null),
      ]).flat(),
    );
    expect(counted).toEqual(Array.from({ length: 100 }, () => ({ ok: false, code: "wrong" })));
    expect(await signIn(user.email, PASSWORD, null)).toMatchObject({ ok: false, code: "too_many" });
    expect(await signIn(user.email, PASSWORD, "10.4.1.1")).toMatchObject({ ok: false, code: "too_many" });
  });

  it("lets in where its owner has signed in before, whatever strangers use up; guesses there count too", async () => {
    const user = await account();
    const strangersUse = async () => {
      for (let n = 0; n < 100; n += 1) await takeUse("signInByAccount", user.email);
      for (let n = 0; n < 30; n += 1) await takeUse("signInByAddress", "10.5.1.1");
    };
    await strangersUse();
    expect(await signIn(user.email, PASSWORD, "10.5.2.1")).toMatchObject({ ok: false, code: "too_many" });
    const known = (password: string) => signIn(user.email, password, "10.5.1.1", "its browser");
    expect(await known(PASSWORD)).toMatchObject({ ok: true });
    await strangersUse();
    for (let n = 0; n < 10; n += 1) expect(await known("nope")).toEqual({ ok: false, code: "wrong" });
    expect(await known(PASSWORD)).toMatchObject({ ok: false, code: "too_many" });
  });

  it("counts for an address what was refused, and not who was let in", async () => {
    const users = await Promise.all([account(), account()]);
    for (const user of users)
      expect(await signIn(user.email, PASSWORD, "10.6.0.1")).toMatchObject({ ok: true });
    for (let n = 0; n < 30; n += 1) {
      expect(await signIn(`${n}-nobody@people.test`, "nope", "10.6.0.1")).toEqual({
        ok: false,
        code: "wrong",
      });
    }
    expect(await signIn("nobody@people.test", "nope", "10.6.0.1")).toMatchObject({ code: "too_many" });
  });

  it("refuses the thirty-first try from one address whatever the account", async () => {
    const user = await account();
    for (let n = 0; n < 30; n += 1) await signIn(`${n}-${user.email}`, "nope", "10.9.9.9");
    expect(await signIn(user.email, PASSWORD, "10.9.9.9")).toMatchObject({ ok: false, code: "too_many" });
    expect(await signIn(user.email, PASSWORD, "10.9.9.8")).toMatchObject({ ok: true });
  });

  it("forgets an account's failures after a success", async () => {
    const user = await account();
    for (let round = 0; round < 3; round += 1) {
      for (let n = 0; n < 6; n += 1) await signIn(user.email, "nope", "10.2.0.1");
      expect(await signIn(user.email, PASSWORD, "10.2.0.1")).toMatchObject({ ok: true });
    }
  });
});

describe("a session", () => {
  it("carries the person as the database has them now", async () => {
    const user = await account();
    await world.db.user.update({ where: { id: user.id }, data: { name: "New Name", role: "manager" } });
    const token = await comparedToken(tokenOf(user.id));
    expect(token?.user).toMatchObject({ id: user.id, name: "New Name", role: "manager" });
  });

  it.each([
    ["blocked", { blockedAt: new Date(), blockedReason: "spam" }],
    ["closed", { closedAt: new Date() }],
    ["signed out everywhere", { sessionVersion: 2 }],
  ])("ends at the next request of a person who was %s", async (_what, change) => {
    const user = await account();
    const token = tokenOf(user.id);
    expect(await comparedToken(token)).not.toBeNull();
    await world.db.user.update({ where: { id: user.id }, data: change });
    expect(await comparedToken(token)).toBeNull();
  });

  it("that somebody signed out of opens nothing to a copy of its cookie; their others stay", async () => {
    const user = await account();
    const [here, elsewhere] = [tokenOf(user.id), tokenOf(user.id)];
    await endSession(here.sessionId);
    await endSession(here.sessionId);
    expect(await comparedToken(here)).toBeNull();
    expect(await comparedToken(elsewhere)).not.toBeNull();
  });

  it("that ended is forgotten when its cookie would be refused for its age", async () => {
    const past = randomUUID();
    await world.db.endedSession.create({ data: { id: past, endsAt: new Date(0) } });
    await endSession(randomUUID());
    expect(await world.db.endedSession.count({ where: { id: past } })).toBe(0);
  });

  it("is none for an account that does not exist", async () => {
    expect(await comparedToken(tokenOf(randomUUID()))).toBeNull();
    expect(await comparedToken({})).toBeNull();
    const { sub, sessionVersion } = tokenOf((await account()).id);
    expect(await comparedToken({ sub, sessionVersion })).toBeNull();
  });
});

let addresses = 0;

/** From an address of its own unless the test says otherwise: the limits are shared by the whole process. */
function signIn(
  email: string,
  password: string,
  address: string | null = `192.0.2.${(addresses += 1)}`,
  device: string | null = null,
) {
  return signInWithPassword({ email: email.toLowerCase(), password }, callerFrom(address, device));
}

function account(
  data: {
    blockedAt?: Date;
    blockedReason?: string;
    closedAt?: Date;
    passwordHash?: string;
    emailVerifiedAt?: Date | null;
  } = {},
) {
  return world.db.user.create({
    data: {
      email: `${randomUUID()}@people.test`,
      name: "Vera",
      passwordHash,
      emailVerifiedAt: new Date(),
      ...data,
    },
    select: { id: true, email: true },
  });
}
