import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { addToList, deleteRecipients, removeFromList } from "@/lib/recipients/commands";
import { mailingsOfChosen } from "@/lib/recipients/mailings-of";
import { chosenInput, type Chosen } from "@/lib/recipients/schema";
import { World, type Person } from "@/tests/support/world";

// Outside of Next nothing is cached.
vi.mock("next/cache", () => ({ unstable_cache: (read: unknown) => read }));

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());

const MOST = 10_000;

const all = (shown: number, filter: object = {}): Chosen => ({
  filter: { search: "", listId: null, suppressed: "", ...filter },
  shown,
});

/** Recipients a0@…, a1@… and b0@…. */
async function audience(as: number) {
  const owner = await world.person();
  await world.db.$executeRaw`
    INSERT INTO recipients (owner_id, email) SELECT ${owner.id}::uuid, 'a' || n || '@mail.test'
    FROM generate_series(1, ${as}::int) n`;
  await world.db.recipient.create({ data: { ownerId: owner.id, email: "b0@mail.test" } });
  const list = await world.db.recipientList.create({ data: { ownerId: owner.id, name: "Chosen" } });
  return { owner, listId: list.id };
}

const recipients = (owner: Person) => world.db.recipient.count({ where: { ownerId: owner.id } });
const members = (listId: string) => world.db.listMember.count({ where: { listId } });

describe("all recipients that a filter finds", () => {
  it("go into a list, out of it and away, however many pages they fill, and nobody else does", async () => {
    const { owner, listId } = await audience(130);
    await world.db.suppression.create({
      data: { ownerId: owner.id, email: "a7@mail.test", reason: "manual" },
    });
    const counted = (count: number) => ({ ok: true, value: { count } });
    expect(await addToList(owner, listId, all(130, { search: "a" }))).toMatchObject(counted(130));
    expect(await members(listId)).toBe(130);
    expect(await removeFromList(owner, listId, all(1, { listId, suppressed: "yes" }))).toMatchObject(
      counted(1),
    );
    expect(await members(listId)).toBe(129);
    expect(await mailingsOfChosen(owner, all(129, { listId }))).toMatchObject({ value: { total: 0 } });
    expect(await deleteRecipients(owner, all(129, { listId }))).toMatchObject(counted(129));
    const left = await world.db.recipient.findMany({
      where: { ownerId: owner.id },
      orderBy: { email: "asc" },
    });
    expect(left.map(({ email }) => email)).toEqual(["a7@mail.test", "b0@mail.test"]);
  });

  it("stay as they are when they are more or fewer than the page showed, which is told with both numbers", async () => {
    const { owner, listId } = await audience(3);
    for (const shown of [2, 4]) {
      const changed = { ok: false, code: "number_changed", values: { shown, found: 3 } };
      const chosen = all(shown, { search: "a" });
      expect(await deleteRecipients(owner, chosen)).toMatchObject(changed);
      expect(await addToList(owner, listId, chosen)).toMatchObject(changed);
      expect(await removeFromList(owner, listId, chosen)).toMatchObject(changed);
      expect(await mailingsOfChosen(owner, chosen)).toMatchObject(changed);
    }
    expect([await recipients(owner), await members(listId)]).toEqual([4, 0]);
    expect(await deleteRecipients(owner, all(3, { search: "a" }))).toMatchObject({ value: { count: 3 } });
    expect(await deleteRecipients(owner, all(3, { search: "a" }))).toMatchObject({ code: "not_found" });
  });

  it("are deleted up to ten thousand at once, and one more is refused", async () => {
    const { owner } = await audience(MOST);
    const most = { ok: false, code: "too_many_at_once", values: { most: MOST } };
    expect(await deleteRecipients(owner, all(MOST + 1))).toMatchObject(most);
    expect(await recipients(owner)).toBe(MOST + 1);
    expect(await deleteRecipients(owner, all(MOST, { search: "a" }))).toMatchObject({
      value: { count: MOST },
    });
    expect(await recipients(owner)).toBe(1);
  });

  it("are one's own alone, whatever the filter names", async () => {
    const [{ owner, listId }, other] = [await audience(3), await audience(5)];
    await addToList(owner, listId, all(4));
    expect(await deleteRecipients(other.owner, all(4, { listId }))).toMatchObject({ code: "not_found" });
    expect(await addToList(other.owner, listId, all(6))).toMatchObject({ code: "not_found" });
    expect(await mailingsOfChosen(await world.person("manager"), all(4))).toMatchObject({
      code: "not_found",
    });
    expect(await deleteRecipients(await world.person("manager"), all(4))).toMatchObject({
      code: "forbidden",
    });
    expect([await recipients(owner), await recipients(other.owner)]).toEqual([4, 6]);
  });
});

it("what a form chooses is rows or a filter with its number, and never neither", () => {
  const read = (form: object) => chosenInput.safeParse(form).data;
  const id = "01890000-0000-7000-8000-000000000000";
  expect(read({ ids: id })).toEqual({ ids: [id] });
  expect(read({ shown: "7", search: "a", inList: "", suppressed: "yes" })).toEqual(
    all(7, { search: "a", suppressed: "yes" }),
  );
  for (const form of [{}, { search: "a" }, { shown: "0" }, { shown: "x" }, { ids: "x" }])
    expect(read(form)).toBeUndefined();
});
