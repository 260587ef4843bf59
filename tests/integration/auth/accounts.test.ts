import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { confirmEmail, sendConfirmationAgain } from "@/lib/auth/confirm-email";
import { isOpenLink } from "@/lib/auth/mailed-link";
import { register } from "@/lib/auth/register";
import { askForReset, resetPassword } from "@/lib/auth/reset-password";
import { comparedToken } from "@/lib/auth/session-token";
import { signInWithPassword } from "@/lib/auth/sign-in";
import { takeUse } from "@/lib/security/rate-limits";
import { callerFrom } from "@/tests/support/caller";
import { tokenIn } from "@/tests/support/mailed-token";
import { tokenOf } from "@/tests/support/session-token";
import { World } from "@/tests/support/world";

const hashed = vi.hoisted(() => vi.fn());
vi.mock("@node-rs/argon2", async (load) => {
  const real = await load<typeof import("@node-rs/argon2")>();
  return {
    ...real,
    hash: (...args: Parameters<typeof real.hash>) => {
      hashed(...args);
      return real.hash(...args);
    },
  };
});

const PASSWORD = "correct horse battery";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let world: World;

beforeAll(async () => {
  world = await World.create({ keepBodies: true });
});
beforeEach(() => world.forget());
afterAll(() => world.close());

describe("registration", () => {
  it("makes a user who can sign in once the mailed link was used, and not before", async () => {
    const email = freshEmail();
    expect(await registerWith(email)).toEqual({ ok: true });
    expect(await signIn(email)).toEqual({ ok: false, code: "unverified" });
    expect(await confirmEmail(tokenIn(mailTo(email)))).toBe(true);
    expect(await signIn(email)).toMatchObject({ ok: true });
    const user = await world.db.user.findUniqueOrThrow({ where: { email } });
    expect(user).toMatchObject({ role: "user", name: "Vera", language: "ru", timeZone: "Europe/Moscow" });
  });

  it("answers alike after the same hashing for a new address and for one that has an account", async () => {
    const known = await account();
    hashed.mockClear();
    expect(await registerWith(freshEmail())).toEqual({ ok: true });
    const workForNew = hashed.mock.calls.map(([, cost]) => cost as unknown);
    hashed.mockClear();
    expect(await registerWith(known.email, "another password 1")).toEqual({ ok: true });
    expect(hashed.mock.calls.map(([, cost]) => cost as unknown)).toEqual(workForNew);
    expect(workForNew).toHaveLength(1);
  });

  it("changes nothing of an account that is confirmed; its owner gets a mail with a way to a new password", async () => {
    const known = await account();
    await registerWith(known.email, "another password 1");
    expect(await signIn(known.email, "another password 1")).toEqual({ ok: false, code: "wrong" });
    expect(await signIn(known.email)).toMatchObject({ ok: true });
    expect(mailTo(known.email).subject).toBe("You have an account already");
    expect(await isOpenLink(tokenIn(mailTo(known.email)), "reset_password")).toBe(true);
  });

  it.each(["before", "after"])("by a stranger %s the owner's gives the stranger nothing", async (when) => {
    const email = freshEmail();
    const passwords = ["the stranger's words", PASSWORD];
    const [first = "", second = ""] = when === "before" ? passwords : passwords.toReversed();
    await registerWith(email, first);
    const older = tokenIn(mailTo(email));
    await registerWith(email, second);
    expect(await confirmEmail(older)).toBe(false);
    await sendConfirmationAgain({ email, language: "en" }, callerFrom(address()));
    const latest = tokenIn(mailTo(email));
    expect(await confirmEmail(latest)).toBe(false);
    expect(await resetPassword(latest, "chosen by who reads the mail")).not.toBeNull();
    for (const password of passwords) {
      expect(await signIn(email, password)).toEqual({ ok: false, code: "wrong" });
    }
    expect(await signIn(email, "chosen by who reads the mail")).toMatchObject({ ok: true });
  });

  it("twice at the same moment makes one account and leaves one link that works", async () => {
    const email = freshEmail();
    await Promise.all([registerWith(email), registerWith(email), registerWith(email)]);
    expect(await world.db.user.count({ where: { email } })).toBe(1);
    const mails = world.provider.mails.filter(({ to }) => to.includes(email));
    const used = await Promise.all(
      mails.flatMap((mail) => [confirmEmail(tokenIn(mail)), resetPassword(tokenIn(mail), PASSWORD)]),
    );
    expect(used.filter(Boolean)).toHaveLength(1);
  });

  it("puts no word that was typed into a mail, and both languages' links lead to their own pages", async () => {
    const email = freshEmail();
    await register(
      { name: "Buy cheap gold", email, password: PASSWORD, language: "ru", timeZone: "UTC" },
      callerFrom(address()),
    );
    const mail = mailTo(email);
    expect(`${mail.subject}${mail.html ?? ""}${mail.text ?? ""}`).not.toContain("gold");
    expect(mail.text).toContain("http://posthorn.test/ru/verify-email?token=");
    expect(mail.html).toContain("http://posthorn.test/ru/verify-email?token=");
    expect(mail.subject).toBe("Подтвердите адрес");
    expect(mail.from).toBe("Posthorn <mail@posthorn.test>");
  });

  it("is refused to one address of the network after a hundred, six of them for one account, and to one account after thirty", async () => {
    const from = address();
    for (let n = 0; n < 100; n += 1) expect(await ask(freshEmail(), from)).toEqual({ ok: true });
    expect(await ask(freshEmail(), from)).toMatchObject({ ok: false, code: "too_many" });
    const [email, stranger] = [freshEmail(), address()];
    for (let n = 0; n < 6; n += 1) expect(await ask(email, stranger)).toEqual({ ok: true });
    expect(await ask(email, stranger)).toMatchObject({ ok: false, code: "too_many" });
    for (let n = 0; n < 24; n += 1) expect(await ask(email)).toEqual({ ok: true });
    expect(await registerWith(email)).toMatchObject({ ok: false, code: "too_many" });
    // What strangers wish is nothing to the browser where its owner has signed in.
    const known = callerFrom(address(), "its browser");
    for (let n = 0; n < 6; n += 1)
      expect(await askForReset({ email, language: "en" }, known)).toEqual({ ok: true });
    expect(await askForReset({ email, language: "en" }, known)).toMatchObject({ code: "too_many" });
  });
});

describe("a mailed link", () => {
  it("that is used many times at once works once", async () => {
    const email = freshEmail();
    await registerWith(email);
    const token = tokenIn(mailTo(email));
    const used = await Promise.all(Array.from({ length: 8 }, () => confirmEmail(token)));
    expect(used.filter(Boolean)).toHaveLength(1);
    expect(await confirmEmail(token)).toBe(false);
  });

  it("is kept as a hash alone", async () => {
    const email = freshEmail();
    await registerWith(email);
    const token = tokenIn(mailTo(email));
    const kept = await world.db.userToken.findFirstOrThrow({ where: { user: { email } } });
    expect(kept.tokenHash).toBe(createHash("sha256").update(token).digest("hex"));
    expect(JSON.stringify(kept)).not.toContain(token);
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
  });

  it("works no more after its time: a day to confirm, an hour to reset", async () => {
    const [email, known] = [freshEmail(), await account()];
    await registerWith(email);
    await ask(known.email);
    const [confirm, reset] = [tokenIn(mailTo(email)), tokenIn(mailTo(known.email))];
    await world.turn(HOUR - 5 * MINUTE);
    expect(await isOpenLink(reset, "reset_password")).toBe(true);
    await world.turn(6 * MINUTE);
    expect(await isOpenLink(reset, "reset_password")).toBe(false);
    expect(await resetPassword(reset, "a new password 12")).toBeNull();
    expect(await isOpenLink(confirm, "verify_email")).toBe(true);
    await world.turn(23 * HOUR);
    expect(await confirmEmail(confirm)).toBe(false);
    expect(await signIn(known.email)).toMatchObject({ ok: true });
  });

  it.each([
    ["of nonsense", () => "nonsense"],
    ["of nothing", () => ""],
    [
      "with its last letter changed",
      (token: string) => token.slice(0, -1) + (token.endsWith("A") ? "E" : "A"),
    ],
    ["cut short", (token: string) => token.slice(0, -1)],
    ["with something after it", (token: string) => `${token}A`],
    ["that is its own hash", (token: string) => createHash("sha256").update(token).digest("hex")],
  ])("%s works for nothing", async (_what, change) => {
    const email = freshEmail();
    await registerWith(email);
    const token = tokenIn(mailTo(email));
    expect(await confirmEmail(change(token))).toBe(false);
    expect(await signIn(email)).toEqual({ ok: false, code: "unverified" });
    expect(await isOpenLink(token, "verify_email")).toBe(true);
  });

  it("serves one purpose and one account: that of another does neither", async () => {
    const [one, other] = [await account(), await account()];
    await ask(one.email);
    const token = tokenIn(mailTo(one.email));
    expect(await confirmEmail(token)).toBe(false);
    expect(await resetPassword(token, "the new words of one")).not.toBeNull();
    expect(await signIn(one.email, "the new words of one")).toMatchObject({ ok: true });
    expect(await signIn(other.email)).toMatchObject({ ok: true });
  });

  it("asked for again makes the older one void, also when both are asked for at once", async () => {
    const known = await account();
    await Promise.all([ask(known.email), ask(known.email), ask(known.email)]);
    const tokens = world.provider.mails
      .filter(({ to, subject }) => to.includes(known.email) && subject === "Set a new password")
      .map(tokenIn);
    const open = await Promise.all(tokens.map((token) => isOpenLink(token, "reset_password")));
    expect(tokens).toHaveLength(3);
    expect(open.filter(Boolean)).toHaveLength(1);
  });
});

describe("a forgotten password", () => {
  it("is asked for with the same answer and one mail, whether or not the address has an account", async () => {
    const [known, unknown] = [(await account()).email, freshEmail()];
    expect(await ask(known)).toEqual(await ask(unknown));
    expect(mailTo(known).subject).toBe("Set a new password");
    expect(mailTo(unknown).subject).toBe("There is no account with this address");
    const again = { email: unknown, language: "en" } as const;
    expect(await sendConfirmationAgain(again, callerFrom(address()))).toEqual({ ok: true });
    expect(await sendConfirmationAgain({ ...again, email: known }, callerFrom(address()))).toEqual({
      ok: true,
    });
  });

  it("tells who asks that the mail could not be sent, for a known and an unknown address alike", async () => {
    const known = await account();
    world.provider.when(() => ({ kind: "quota", period: "daily" }));
    expect(await ask(known.email)).toEqual({ ok: false, code: "mail_failed" });
    expect(await ask(freshEmail())).toEqual({ ok: false, code: "mail_failed" });
    expect(await registerWith(freshEmail())).toEqual({ ok: false, code: "mail_failed" });
  });

  it("set anew ends every session, voids other links, confirms the address and is told by mail", async () => {
    const email = freshEmail();
    await registerWith(email);
    const confirm = tokenIn(mailTo(email));
    await ask(email);
    const { id } = await world.db.user.findUniqueOrThrow({ where: { email } });
    const mail = await resetPassword(tokenIn(mailTo(email)), "brand new words 1");
    expect(mail).toEqual({ kind: "password_changed", to: email, language: "ru" });
    expect(await comparedToken(tokenOf(id))).toBeNull();
    expect(await confirmEmail(confirm)).toBe(false);
    expect(await signIn(email)).toEqual({ ok: false, code: "wrong" });
    expect(await signIn(email, "brand new words 1")).toMatchObject({ ok: true, sessionVersion: 2 });
  });

  it("set anew by two at once is set by one of them", async () => {
    const known = await account();
    await ask(known.email);
    const token = tokenIn(mailTo(known.email));
    const words = ["the first new words", "the second new words"];
    const mails = await Promise.all(words.map((password) => resetPassword(token, password)));
    expect(mails.filter((mail) => mail !== null)).toHaveLength(1);
    const fits = await Promise.all(words.map(async (password) => (await signIn(known.email, password)).ok));
    expect(fits).toEqual(mails.map((mail) => mail !== null));
  });

  it("lets its owner in again whom a stranger's guesses had shut out", async () => {
    const known = await account();
    for (let n = 0; n < 100; n += 1) await takeUse("signInByAccount", known.email);
    expect(await signIn(known.email)).toMatchObject({ ok: false, code: "too_many" });
    await ask(known.email);
    await resetPassword(tokenIn(mailTo(known.email)), "brand new words 1");
    expect(await signIn(known.email, "brand new words 1")).toMatchObject({ ok: true });
  });

  it("of somebody who is blocked can be set, and they stay blocked", async () => {
    const known = await account();
    await world.db.user.update({
      where: { id: known.id },
      data: { blockedAt: new Date(), blockedReason: "Complaints" },
    });
    await ask(known.email);
    await resetPassword(tokenIn(mailTo(known.email)), "brand new words 1");
    expect(await signIn(known.email, "brand new words 1")).toMatchObject({ ok: false, code: "blocked" });
  });
});

let callers = 0;

/** An address of its own for each request: the limits are shared by the whole process. */
function address(): string {
  callers += 1;
  return `10.7.${callers >> 8}.${callers & 255}`;
}

function freshEmail(): string {
  return `${randomUUID()}@people.test`;
}

function registerWith(email: string, password = PASSWORD) {
  return register(
    { name: "Vera", email, password, language: "ru", timeZone: "Europe/Moscow" },
    callerFrom(address()),
  );
}

function ask(email: string, from = address()) {
  return askForReset({ email, language: "en" }, callerFrom(from));
}

function signIn(email: string, password = PASSWORD) {
  return signInWithPassword({ email, password }, callerFrom(address()));
}

/** A confirmed account with PASSWORD, as registration makes it. */
async function account() {
  const email = freshEmail();
  await register(
    { name: "Vera", email, password: PASSWORD, language: "en", timeZone: "UTC" },
    callerFrom(address()),
  );
  await confirmEmail(tokenIn(mailTo(email)));
  return world.db.user.findUniqueOrThrow({ where: { email }, select: { id: true, email: true } });
}

/** The latest mail to an address. */
function mailTo(email: string) {
  const mail = world.provider.mails.findLast(({ to }) => to.includes(email));
  if (mail === undefined) throw new Error(`Nothing was mailed to ${email}.`);
  return mail;
}
