import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { mailingChoices } from "@/lib/attempts/mailing-choices";
import { World, type User } from "@/tests/support/world";

let world: World;
let owner: User;
let other: User;

beforeAll(async () => {
  world = await World.create();
  [owner, other] = [await world.user(), await world.user()];
});
afterAll(() => world.close());
beforeEach(() => world.forget());

async function ran(user: User, name: string): Promise<string> {
  const { id } = await world.mailing({ owner: user, recipients: 1 });
  await world.db.mailing.update({ where: { id }, data: { name } });
  await world.settleDown();
  return id;
}

it("attempts are narrowed by the mailings that ran last, one's own alone, and everybody's for who watches", async () => {
  await ran(owner, "First");
  await ran(owner, "Second");
  await ran(other, "Theirs");
  await world.mailing({ owner, recipients: 1, startLocal: "2040-01-01T09:00:00" });
  const names = async (who: User, scope: "own" | "all") =>
    (await mailingChoices(who, scope, "")).map(({ name }) => name);
  expect(await names(owner, "own")).toEqual(["Second", "First"]);
  expect(await names(await world.user("manager"), "all")).toEqual(["Theirs", "Second", "First"]);
  expect(await names(owner, "all")).toEqual([]);
  expect(await names(await world.user("content_manager"), "all")).toEqual([]);
});

it("the chosen mailing is among them however long ago it ran, unless it is somebody else's", async () => {
  const old = await world.mailing({ owner, recipients: 1, startLocal: "2040-01-01T09:00:00" });
  const [mine, theirs] = [await ran(owner, "Mine"), await ran(other, "Theirs")];
  const ids = async (chosen: string) => (await mailingChoices(owner, "own", chosen)).map(({ id }) => id);
  expect(await ids(old.id)).toEqual([old.id, mine]);
  for (const chosen of [mine, theirs, randomUUID(), "nonsense"]) expect(await ids(chosen)).toEqual([mine]);
});
