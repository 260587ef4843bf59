import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { TokenPurpose } from "@prisma/client";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { askForEmailChange, changeEmail } from "@/lib/auth/change-email";
import { confirmEmail, sendConfirmationAgain } from "@/lib/auth/confirm-email";
import { isOpenLink } from "@/lib/auth/mailed-link";
import { hashPassword } from "@/lib/auth/password";
import { askForReset, resetPassword } from "@/lib/auth/reset-password";
import { signInWithPassword } from "@/lib/auth/sign-in";
import { issueToken, TOKEN_HOURS } from "@/lib/auth/tokens";
import { callerFrom } from "@/tests/support/caller";
import { World } from "@/tests/support/world";

const worked = vi.hoisted(() => vi.fn<(what: string, cost: string) => void>());
vi.mock("@node-rs/argon2", async (load) => {
  const real = await load<typeof import("@node-rs/argon2")>();
  return {
    ...real,
    hash: (...args: Parameters<typeof real.hash>) => {
      worked("hash", JSON.stringify(args[1]));
      return real.hash(...args);
    },
    verify: (...args: Parameters<typeof real.verify>) => {
      // What a hash says of its own cost: "$argon2id$v=19$m=19456,t=2,p=1".
      worked("verify", String(args[0]).split("$").slice(1, 4).join("$"));
      return real.verify(...args);
    },
  };
});

const PASSWORD = "correct horse battery";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What each link is for; true when it did it. */
const uses: Record<TokenPurpose, (token: string) => Promise<boolean>> = {
  verify_email: confirmEmail,
  reset_password: async (token) => (await resetPassword(token, "words of the finder")) !== null,
  change_email: async (token) => (await changeEmail(token)) !== null,
};
const purposes = Object.keys(uses) as TokenPurpose[];

let world: World;
let passwordHash: string;

beforeAll(async () => {
  world = await World.create({ keepBodies: true });
  passwordHash = await hashPassword(PASSWORD);
});
beforeEach(() => world.forget());
afterAll(() => world.close());

describe.each(purposes)("a token of %s", (purpose) => {
  const use = uses[purpose];

  it("does it once, however often and by how many it is used", async () => {
    const user = await account();
    const token = await tokenOf(user.id, purpose);
    const tries = await Promise.all(Array.from({ length: 6 }, () => use(token)));
    expect(tries.filter(Boolean)).toHaveLength(1);
    const after = await rowOf(user.id);
    expect(await use(token)).toBe(false);
    expect(await rowOf(user.id)).toEqual(after);
  });

  it("does it until its time is over, and not a moment longer", async () => {
    const [early, late] = [await account(), await account()];
    const [one, other] = [await tokenOf(early.id, purpose), await tokenOf(late.id, purpose)];
    await world.turn(TOKEN_HOURS[purpose] * HOUR - 5 * MINUTE);
    expect(await use(one)).toBe(true);
    const before = await rowOf(late.id);
    await world.turn(6 * MINUTE);
    expect(await use(other)).toBe(false);
    expect(await rowOf(late.id)).toEqual(before);
  });

  it("does it to the account it was issued for and to no other", async () => {
    const [user, other] = [await account(), await account()];
    const [token, before] = [await tokenOf(user.id, purpose), await rowOf(other.id)];
    const otherToken = await tokenOf(other.id, purpose);
    expect(await use(token)).toBe(true);
    expect(await rowOf(other.id)).toEqual(before);
    expect(await isOpenLink(otherToken, purpose)).toBe(true);
  });

  it("does nothing else: for another purpose it is no token, and that does not use it up", async () => {
    const user = await account();
    const [token, before] = [await tokenOf(user.id, purpose), await rowOf(user.id)];
    for (const other of purposes) if (other !== purpose) expect(await uses[other](token)).toBe(false);
    expect(await rowOf(user.id)).toEqual(before);
    expect(await use(token)).toBe(true);
  });

  it("tampered with is none, and the real one stays", async () => {
    const user = await account();
    const [token, before] = [await tokenOf(user.id, purpose), await rowOf(user.id)];
    const forged = [
      token.slice(0, -1),
      `${token}A`,
      `${token}\u0000`,
      token.toLowerCase() === token ? token.toUpperCase() : token.toLowerCase(),
      ` ${token}`,
      `${token}' OR '1'='1`,
      createHash("sha256").update(token).digest("hex"),
      randomBytes(32).toString("base64url"),
      "",
    ];
    for (const one of forged) expect(await use(one), JSON.stringify(one)).toBe(false);
    expect(await rowOf(user.id)).toEqual(before);
    expect(await use(token)).toBe(true);
  });

  it("of an account that is closed meanwhile does nothing", async () => {
    const user = await account();
    const token = await tokenOf(user.id, purpose);
    await world.db.user.update({ where: { id: user.id }, data: { closedAt: new Date() } });
    const before = await rowOf(user.id);
    expect(await use(token)).toBe(false);
    expect(await rowOf(user.id)).toEqual(before);
  });

  it("is looked at as often as anybody likes, which uses nothing up", async () => {
    const token = await tokenOf((await account()).id, purpose);
    for (let n = 0; n < 5; n += 1) expect(await isOpenLink(token, purpose)).toBe(true);
    expect(await use(token)).toBe(true);
  });
});

describe("whether an address has an account cannot be told", () => {
  it("at sign-in: the same answer after the same hashing, at the same cost", async () => {
    const [known, blocked, closed] = [await account(), await account(), await account()];
    await world.db.user.update({
      where: { id: blocked.id },
      data: { blockedAt: new Date(), blockedReason: "x" },
    });
    await world.db.user.update({
      where: { id: closed.id },
      data: { closedAt: new Date(), passwordHash: "" },
    });
    const nobody = `${randomUUID()}@people.test`;
    // The hash that nobody's password is compared with is made once.
    await signIn(nobody, "nope");
    const seen = [];
    for (const email of [known.email, blocked.email, closed.email, nobody]) {
      seen.push(await workOf(() => signIn(email, "nope")));
    }
    expect(seen[0]).toEqual({
      answer: { ok: false, code: "wrong" },
      work: [["verify", "argon2id$v=19$m=19456,t=2,p=1"]],
    });
    expect(new Set(seen.map((one) => JSON.stringify(one))).size).toBe(1);
  });

  it.each([
    ["a reset", (email: string) => askForReset({ email, language: "en" }, callerFrom(address()))],
    [
      "the confirmation again",
      (email: string) => sendConfirmationAgain({ email, language: "en" }, callerFrom(address())),
    ],
  ])("where %s is asked for: the same answer, the same work, one mail", async (_what, ask) => {
    const known = await account();
    const unknown = `${randomUUID()}@people.test`;
    const [one, other] = [await workOf(() => ask(known.email)), await workOf(() => ask(unknown))];
    expect(one).toEqual({ answer: { ok: true }, work: [] });
    expect(other).toEqual(one);
    expect(mailsTo(known.email)).toHaveLength(1);
    expect(mailsTo(unknown)).toHaveLength(1);
  });

  it("where somebody asks for another address: the same answer, the same work, one mail", async () => {
    const [user, known] = [await account(), await account()];
    const unknown = `${randomUUID()}@people.test`;
    const ask = (email: string) =>
      workOf(() => askForEmailChange(user.id, { email, currentPassword: PASSWORD }, callerFrom(address())));
    const [one, other] = [await ask(known.email), await ask(unknown)];
    expect(one).toMatchObject({ answer: { ok: true }, work: [["verify", expect.anything()]] });
    expect(other).toEqual(one);
    expect(mailsTo(known.email)).toHaveLength(1);
    expect(mailsTo(unknown)).toHaveLength(1);
  });
});

async function workOf<Answer>(ask: () => Promise<Answer>) {
  worked.mockClear();
  const answer = await ask();
  return { answer, work: [...worked.mock.calls] };
}

function tokenOf(userId: string, purpose: TokenPurpose): Promise<string> {
  const newEmail = purpose === "change_email" ? `${randomUUID()}@people.test` : null;
  return world.db.$transaction((tx) => issueToken(tx, userId, purpose, newEmail));
}

function rowOf(id: string) {
  return world.db.user.findUniqueOrThrow({ where: { id } });
}

function mailsTo(email: string) {
  return world.provider.mails.filter(({ to }) => to.includes(email));
}

let callers = 0;

/** An address of its own for each request: the limits are shared by the whole process. */
function address(): string {
  callers += 1;
  return `10.11.0.${callers}`;
}

function signIn(email: string, password: string) {
  return signInWithPassword({ email, password }, callerFrom(address()));
}

function account() {
  return world.db.user.create({
    data: { email: `${randomUUID()}@people.test`, name: "Vera", passwordHash, emailVerifiedAt: new Date(0) },
    select: { id: true, email: true },
  });
}
