import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { askForEmailChange, changeEmail } from "@/lib/auth/change-email";
import { changePassword } from "@/lib/auth/change-password";
import { closeAccount } from "@/lib/auth/close-account";
import { confirmEmail } from "@/lib/auth/confirm-email";
import { hashPassword } from "@/lib/auth/password";
import { register } from "@/lib/auth/register";
import { askForReset, resetPassword } from "@/lib/auth/reset-password";
import { comparedToken } from "@/lib/auth/session-token";
import { signInWithPassword } from "@/lib/auth/sign-in";
import { signOutEverywhere } from "@/lib/auth/sign-out-everywhere";
import { cacheTags } from "@/lib/cache/tags";
import { profileOf, saveProfile } from "@/lib/users/profile";
import { callerFrom } from "@/tests/support/caller";
import { tokenIn } from "@/tests/support/mailed-token";
import { tokenOf } from "@/tests/support/session-token";
import { World } from "@/tests/support/world";

const PASSWORD = "correct horse battery";
const OTHER = "staple of another kind";

let world: World;
let passwordHash: string;

beforeAll(async () => {
  world = await World.create({ keepBodies: true });
  passwordHash = await hashPassword(PASSWORD);
});
beforeEach(() => world.forget());
afterAll(() => world.close());

describe("a change of password", () => {
  it("needs the present one, ends all sessions, voids mailed links and is told by mail", async () => {
    const user = await account();
    await askForReset({ email: user.email, language: "en" }, callerFrom(null));
    const reset = tokenIn(mailTo(user.email));
    expect(await changePassword(user.id, { currentPassword: "wrong words", password: OTHER })).toEqual({
      ok: false,
      code: "password_wrong",
    });
    expect(await changePassword(user.id, { currentPassword: PASSWORD, password: OTHER })).toEqual({
      ok: true,
      mail: { kind: "password_changed", to: user.email, language: "en" },
    });
    expect(await comparedToken(tokenOf(user.id))).toBeNull();
    expect(await resetPassword(reset, "words of a thief")).toBeNull();
    expect(await signIn(user.email, PASSWORD)).toMatchObject({ ok: false, code: "wrong" });
    expect(await signIn(user.email, OTHER)).toMatchObject({ ok: true, sessionVersion: 2 });
  });

  it("by two at once is made by one of them", async () => {
    const user = await account();
    const changes = await Promise.all([
      changePassword(user.id, { currentPassword: PASSWORD, password: OTHER }),
      changePassword(user.id, { currentPassword: PASSWORD, password: "a third kind of words" }),
    ]);
    expect(changes.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it("cannot be guessed at: the eleventh wrong present password is not looked at, nor is a right one then", async () => {
    const user = await account();
    for (let n = 0; n < 10; n += 1)
      await changePassword(user.id, { currentPassword: "wrong words", password: OTHER });
    expect(await changePassword(user.id, { currentPassword: PASSWORD, password: OTHER })).toMatchObject({
      ok: false,
      code: "too_many",
    });
  });
});

describe("a change of address", () => {
  it("counts once the link at the new address was used: sessions end, the old address is told", async () => {
    const user = await account();
    const email = freshEmail();
    expect(await askForEmailChange(user.id, { email, currentPassword: PASSWORD }, callerFrom(null))).toEqual({
      ok: true,
    });
    expect(await signIn(user.email)).toMatchObject({ ok: true });
    const token = tokenIn(mailTo(email));
    expect(await confirmEmail(token)).toBe(false);
    expect(await changeEmail(token)).toEqual({ kind: "email_changed", to: user.email, language: "en" });
    expect(await changeEmail(token)).toBeNull();
    expect(await comparedToken(tokenOf(user.id))).toBeNull();
    expect(await signIn(user.email)).toMatchObject({ ok: false, code: "wrong" });
    expect(await signIn(email)).toMatchObject({ ok: true });
  });

  it("to an address that another account has is answered alike and changes nothing", async () => {
    const [user, other] = [await account(), await account()];
    const wish = { email: other.email, currentPassword: PASSWORD };
    expect(await askForEmailChange(user.id, wish, callerFrom(null))).toEqual({ ok: true });
    expect(mailTo(other.email).subject).toBe("You have an account already");
    expect(await changeEmail(tokenIn(mailTo(other.email)))).toBeNull();
    expect(await signIn(user.email)).toMatchObject({ ok: true });
    expect(await signIn(other.email)).toMatchObject({ ok: true });
  });

  it("to an address that somebody registered meanwhile does not take it from them", async () => {
    const user = await account();
    const email = freshEmail();
    await askForEmailChange(user.id, { email, currentPassword: PASSWORD }, callerFrom(null));
    const token = tokenIn(mailTo(email));
    await register(
      { name: "Ivan", email, password: OTHER, language: "en", timeZone: "UTC" },
      callerFrom(null),
    );
    await confirmEmail(tokenIn(mailTo(email)));
    expect(await changeEmail(token)).toBeNull();
    expect(await signIn(email, OTHER)).toMatchObject({ ok: true });
    expect(await signIn(user.email)).toMatchObject({ ok: true });
  });

  it("asked for without the present password mails nothing", async () => {
    const user = await account();
    const email = freshEmail();
    expect(
      await askForEmailChange(user.id, { email, currentPassword: "wrong words" }, callerFrom(null)),
    ).toMatchObject({
      ok: false,
    });
    expect(world.provider.mails).toEqual([]);
  });
});

it("signing out everywhere ends every session of one person and of nobody else", async () => {
  const [user, other] = [await account(), await account()];
  await signOutEverywhere(user.id);
  expect(await comparedToken(tokenOf(user.id))).toBeNull();
  expect(await comparedToken(tokenOf(other.id))).not.toBeNull();
});

describe("a closed account", () => {
  it("signs nobody in, sends nothing, keeps nothing of the profile, and is written down", async () => {
    const user = await account();
    await saveProfile(
      { id: user.id, role: "user" },
      {
        name: "Vera",
        phone: "+4930901820",
        country: "DE",
        language: "en",
        timeZone: "Europe/Berlin",
        senderName: "Vera's shop",
        replyTo: "answers@people.test",
      },
    );
    const { id } = await world.mailing({ owner: { id: user.id, role: "user" }, recipients: 3 });
    const job = { ownerId: user.id, kind: "bulk", input: {} };
    await world.db.job.create({ data: job });
    await askForReset({ email: user.email, language: "en" }, callerFrom(null));
    const reset = tokenIn(mailTo(user.email));
    expect(await closeAccount(user.id, "wrong words")).toEqual({ ok: false, code: "password_wrong" });
    expect(await closeAccount(user.id, PASSWORD)).toEqual({
      ok: true,
      value: { kind: "account_closed", to: user.email, language: "en" },
      changed: {
        tags: [cacheTags.mailings(user.id), cacheTags.recipients(user.id), cacheTags.figures()],
        wake: false,
      },
    });
    expect(await comparedToken(tokenOf(user.id))).toBeNull();
    expect(await signIn(user.email)).toEqual({ ok: false, code: "wrong" });
    expect(await resetPassword(reset, OTHER)).toBeNull();
    await world.tick();
    expect(world.provider.mails.filter(({ to }) => !to.includes(user.email))).toEqual([]);
    expect(await world.attempts(id)).toEqual([]);
    expect(await world.db.job.findMany({ where: { ownerId: user.id } })).toMatchObject([
      { status: "cancelled" },
    ]);
    expect(await profileOf(user.id)).toBeNull();
    const row = await world.db.user.findUniqueOrThrow({ where: { id: user.id } });
    expect(row).toMatchObject({
      phone: null,
      country: null,
      senderName: null,
      replyTo: null,
      avatarId: null,
    });
    expect(JSON.stringify(row)).not.toContain(user.email);
    expect(await world.db.auditEvent.findMany({ where: { targetId: user.id } })).toEqual([
      expect.objectContaining({
        action: "account_closed",
        actorId: user.id,
        actorEmail: user.email,
        targetName: user.email,
      }),
    ]);
  });

  it("frees its address for a new one, which owns nothing of it", async () => {
    const user = await account();
    await closeAccount(user.id, PASSWORD);
    const again = {
      name: "Vera",
      email: user.email,
      password: OTHER,
      language: "en",
      timeZone: "UTC",
    } as const;
    expect(await register(again, callerFrom(null))).toEqual({ ok: true });
    expect(await confirmEmail(tokenIn(mailTo(user.email)))).toBe(true);
    const signedIn = await signIn(user.email, OTHER);
    expect(signedIn).toMatchObject({ ok: true });
    expect(signedIn.ok && signedIn.userId).not.toBe(user.id);
  });

  it("is never that of the last admin, also when two admins close theirs at once", async () => {
    const admins = [await account("admin"), await account("admin")];
    const closings = await Promise.all(admins.map(({ id }) => closeAccount(id, PASSWORD)));
    expect(closings.filter(({ ok }) => ok)).toHaveLength(1);
    expect(closings.filter((one) => !one.ok)).toEqual([{ ok: false, code: "last_admin" }]);
    expect(await world.db.user.count({ where: { role: "admin", closedAt: null } })).toBe(1);
  });

  it("is refused to an admin beside whom there is only one who never confirmed the address", async () => {
    await world.db.user.updateMany({ where: { role: "admin" }, data: { role: "user" } });
    const admin = await account("admin");
    const other = await account("admin");
    await world.db.user.update({ where: { id: other.id }, data: { emailVerifiedAt: null } });
    expect(await closeAccount(admin.id, PASSWORD)).toEqual({ ok: false, code: "last_admin" });
  });
});

describe("a profile", () => {
  it("is read as it was saved, and mailings carry its sender and reply-to from the next run on", async () => {
    const user = await account();
    const profile = {
      name: "Vera Postnova",
      phone: "",
      country: "",
      language: "ru",
      timeZone: "Europe/Moscow",
      senderName: "Vera's shop",
      replyTo: "answers@people.test",
    } as const;
    expect(await saveProfile({ id: user.id, role: "user" }, profile)).toMatchObject({ ok: true });
    expect(await profileOf(user.id)).toMatchObject(profile);
    const owner = { id: user.id, role: "user" };
    const { id } = await world.mailing({ owner, recipients: 1 });
    await world.settleDown();
    await saveProfile({ id: user.id, role: "user" }, { ...profile, senderName: "", replyTo: "" });
    const { id: later } = await world.mailing({ owner, recipients: 1 });
    await world.settleDown();
    const [before, after] = [(await world.attempts(id))[0], (await world.attempts(later))[0]];
    expect(before).toMatchObject({ senderName: "Vera's shop", replyTo: "answers@people.test" });
    expect(after).toMatchObject({ senderName: "Vera Postnova", replyTo: user.email });
    const froms = world.provider.mails.map(({ from }) => from);
    expect(froms).toEqual([`"Vera's shop" <mail@posthorn.test>`, '"Vera Postnova" <mail@posthorn.test>']);
  });
});

function freshEmail(): string {
  return `${randomUUID()}@people.test`;
}

function account(role: "user" | "admin" = "user") {
  return world.db.user.create({
    data: { email: freshEmail(), name: "Vera", passwordHash, role, emailVerifiedAt: new Date() },
    select: { id: true, email: true },
  });
}

function signIn(email: string, password = PASSWORD) {
  return signInWithPassword({ email, password }, callerFrom(null));
}

function mailTo(email: string) {
  const mail = world.provider.mails.findLast(({ to }) => to.includes(email));
  if (mail === undefined) throw new Error(`Nothing was mailed to ${email}.`);
  return mail;
}
