import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { confirmEmail } from "@/lib/auth/confirm-email";
import { maintainAccounts, TOKEN_DAYS, UNCONFIRMED_DAYS } from "@/lib/users/maintain";
import { issueToken } from "@/lib/auth/tokens";
import { World } from "@/tests/support/world";

const DAY = 86_400_000;
let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());

async function registration(): Promise<string> {
  const { id } = await world.user();
  await world.db.$executeRaw`
    UPDATE users SET email_verified_at = NULL, updated_at = engine_now(), email = ${`${randomUUID()}@people.test`}
    WHERE id = ${id}::uuid`;
  return id;
}

async function maintained(): Promise<void> {
  await maintainAccounts((message, error) => {
    throw new Error(message, { cause: error });
  });
}

const isThere = async (id: string) => (await world.db.user.count({ where: { id } })) === 1;

it("a registration that nobody confirms is deleted after its days with its tokens, and its address is free again", async () => {
  const id = await registration();
  await issueToken(world.db, id, "verify_email");
  await world.turn((UNCONFIRMED_DAYS - 1) * DAY);
  await maintained();
  expect(await isThere(id)).toBe(true);
  await world.turn(1.01 * DAY);
  await maintained();
  expect(await isThere(id)).toBe(false);
  expect(await world.db.userToken.count({ where: { userId: id } })).toBe(0);
});

it("a link that still holds keeps its registration, and confirms it", async () => {
  const id = await registration();
  await world.turn((UNCONFIRMED_DAYS + 1) * DAY);
  const token = await issueToken(world.db, id, "verify_email");
  await maintained();
  expect(await confirmEmail(token)).toBe(true);
  await world.turn(2 * UNCONFIRMED_DAYS * DAY);
  await maintained();
  expect(await isThere(id)).toBe(true);
});

it("an account that has held anything, has a role, is blocked or closed stays unconfirmed", async () => {
  const ids = await Promise.all([registration(), registration(), registration(), registration()]);
  const [owner, manager, blocked, closed] = ids;
  await world.db.recipient.create({ data: { ownerId: owner, email: "r@mail.test" } });
  await world.db.$executeRaw`UPDATE users SET role = 'manager' WHERE id = ${manager}::uuid`;
  await world.db
    .$executeRaw`UPDATE users SET blocked_at = engine_now(), blocked_reason = 'x' WHERE id = ${blocked}::uuid`;
  await world.db.$executeRaw`UPDATE users SET closed_at = engine_now() WHERE id = ${closed}::uuid`;
  await world.turn((UNCONFIRMED_DAYS + 1) * DAY);
  await maintained();
  expect(await Promise.all(ids.map(isThere))).toEqual([true, true, true, true]);
});

it("expired tokens are deleted after their days, and no others", async () => {
  const { id } = await world.user();
  await issueToken(world.db, id, "reset_password");
  await world.turn((TOKEN_DAYS - 1) * DAY);
  await issueToken(world.db, id, "change_email", "new@people.test");
  await maintained();
  expect(await world.db.userToken.count({ where: { userId: id } })).toBe(2);
  await world.turn(1.5 * DAY);
  await maintained();
  expect(await world.db.userToken.findMany({ where: { userId: id }, select: { purpose: true } })).toEqual([
    { purpose: "change_email" },
  ]);
});
