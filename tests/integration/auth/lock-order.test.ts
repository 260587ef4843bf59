import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { askForEmailChange, changeEmail } from "@/lib/auth/change-email";
import { confirmEmail } from "@/lib/auth/confirm-email";
import { hashPassword } from "@/lib/auth/password";
import { register } from "@/lib/auth/register";
import { askForReset, resetPassword } from "@/lib/auth/reset-password";
import { callerFrom } from "@/tests/support/caller";
import { lockWaits } from "@/tests/support/lock-waits";
import { tokenIn } from "@/tests/support/mailed-token";
import { World } from "@/tests/support/world";

const PASSWORD = "correct horse battery";
/** A transaction that stays open until somebody waits for it, on a machine that may be busy. */
const PATIENT = { timeout: 30_000 };

let world: World;

beforeAll(async () => {
  world = await World.create({ keepBodies: true });
});
beforeEach(() => world.forget());
afterAll(() => world.close());

it("two people who ask for each other's address at the same moment both get their answer", async () => {
  const [one, other] = [await account(), await account()];
  const wish = (asks: Account, for_: Account) => () =>
    askForEmailChange(asks.id, { email: for_.email, currentPassword: PASSWORD }, callerFrom(null));
  const answers = await inTurnBehind(one, [wish(one, other), wish(other, one)]);
  expect(answers).toEqual([{ ok: true }, { ok: true }]);
});

it("an address that is registered again while its link for a new password is used: both get their answer", async () => {
  const { id, email } = await account({ emailVerifiedAt: null });
  await askForReset({ email, language: "en" }, callerFrom(null));
  const token = newestToken(email);
  const reset = () => resetPassword(token, "another password 1");
  // The registration came first and made the older link void.
  expect(await inTurnBehind({ id }, [() => registerWith(email), reset])).toEqual([{ ok: true }, null]);
});

it("an address that is registered again while its link of the first time is used: both get their answer", async () => {
  const email = `twice-${randomUUID()}@people.test`;
  await registerWith(email);
  const token = newestToken(email);
  const user = await world.db.user.findUniqueOrThrow({ where: { email }, select: { id: true } });
  const answers = await inTurnBehind(user, [() => registerWith(email), () => confirmEmail(token)]);
  expect(answers).toEqual([{ ok: true }, false]);
});

it("an address that is taken at the moment when a change to it is confirmed: the link is void, no error", async () => {
  const changing = await account();
  const email = `free-${randomUUID()}@people.test`;
  await askForEmailChange(changing.id, { email, currentPassword: PASSWORD }, callerFrom(null));
  const token = newestToken(email);
  let change: Promise<unknown> = Promise.resolve();
  await world.db.$transaction(async (tx) => {
    await tx.user.create({ data: { email, name: "Quick", passwordHash: "-" } });
    change = changeEmail(token);
    await expect.poll(() => lockWaits(world.db), { timeout: 20_000 }).toBe(1);
  }, PATIENT);
  expect(await change).toBeNull();
});

/** Starts one after the other while somebody else holds the account's row, so that they meet when it is free. */
async function inTurnBehind(user: { id: string }, works: (() => Promise<unknown>)[]): Promise<unknown[]> {
  const running: Promise<unknown>[] = [];
  await world.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM users WHERE id = ${user.id}::uuid FOR NO KEY UPDATE`;
    for (const work of works) {
      running.push(work());
      await expect.poll(() => lockWaits(world.db), { timeout: 20_000 }).toBe(running.length);
    }
  }, PATIENT);
  return Promise.all(running);
}

type Account = Awaited<ReturnType<typeof account>>;

async function account(data: { emailVerifiedAt?: null } = {}) {
  const user = await world.user();
  return world.db.user.update({
    where: { id: user.id },
    data: { passwordHash: await hashPassword(PASSWORD), ...data },
    select: { id: true, email: true },
  });
}

function registerWith(email: string) {
  return register(
    { email, password: PASSWORD, name: "Vera", language: "en", timeZone: "UTC" },
    callerFrom(null),
  );
}

function newestToken(email: string): string {
  const mail = world.provider.mails.findLast(({ to }) => to.includes(email));
  if (mail === undefined) throw new Error(`No mail came to ${email}.`);
  return tokenIn(mail);
}
