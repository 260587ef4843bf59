import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { jobKinds } from "@/lib/jobs/kinds";
import { runJobs } from "@/lib/jobs/run";
import { addToList, deleteRecipients, removeFromList, suppressRecipients } from "@/lib/recipients/commands";
import { mailingsOfChosen } from "@/lib/recipients/mailings-of";
import { recipientsPage } from "@/lib/recipients/queries";
import { chosenInput, type Chosen } from "@/lib/recipients/chosen-input";
import { ALL_RECIPIENTS, type RecipientConditions } from "@/lib/recipients/where";
import { World, type User } from "@/tests/support/world";

// Outside of Next nothing is cached.
vi.mock("next/cache", () => ({ unstable_cache: (read: unknown) => read }));

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());

const listed = (list: string) => ({ list, newList: "" });

/** All that a page of this person shows, as its form sends it. */
async function all(owner: User, narrowed: Partial<RecipientConditions> = {}) {
  const filter: RecipientConditions = { search: "", listId: null, suppressed: "", ...narrowed };
  const page = await recipientsPage(owner, "own", { ...filter, sort: "", place: { after: "", before: "" } });
  return { filter, shown: page?.total ?? 0, fingerprint: page?.fingerprint ?? "" } satisfies Chosen;
}

/** Recipients a0@…, a1@… and b0@…. */
async function audience(as: number) {
  const owner = await world.user();
  await world.db.$executeRaw`
    INSERT INTO recipients (owner_id, email) SELECT ${owner.id}::uuid, 'a' || n || '@mail.test'
    FROM generate_series(1, ${as}::int) n`;
  await world.db.recipient.create({ data: { ownerId: owner.id, email: "b0@mail.test" } });
  const list = await world.db.recipientList.create({ data: { ownerId: owner.id, name: "Chosen" } });
  return { owner, listId: list.id };
}

/** Does what was asked for. */
async function runAll(): Promise<void> {
  const report = (message: string, error: unknown) => {
    throw new Error(message, { cause: error });
  };
  await runJobs(
    { db: world.db, kinds: jobKinds, changed: () => Promise.resolve(), report },
    { time: 60_000 },
  );
}

const recipients = (owner: User) => world.db.recipient.count({ where: { ownerId: owner.id } });
const members = (listId: string) => world.db.listMember.count({ where: { listId } });

describe("all recipients that a filter finds", () => {
  it("are asked for as a job of so many, whatever pages they fill, and their mailings are told before", async () => {
    const { owner, listId } = await audience(130);
    const counted = (count: number) => ({ ok: true, value: { count, queued: true }, changed: { job: true } });
    expect(await addToList(owner, listed(listId), await all(owner, { search: "a" }))).toMatchObject(
      counted(130),
    );
    expect(await suppressRecipients(owner, "", await all(owner, { search: "b" }))).toMatchObject(counted(1));
    expect(await deleteRecipients(owner, await all(owner))).toMatchObject(counted(131));
    expect(await mailingsOfChosen(owner, await all(owner))).toMatchObject({ value: { total: 0 } });
    const mailing = await world.mailing({ owner, recipients: 1, startLocal: "2030-01-01T09:00:00" });
    const concerned = { value: { total: 1, mailings: [{ id: mailing.id }] } };
    expect(await mailingsOfChosen(owner, await all(owner, { search: "r0" }))).toMatchObject(concerned);
    expect(await mailingsOfChosen(owner, await all(owner, { search: "b" }))).toMatchObject({
      value: { total: 0 },
    });
  });

  it("stay as they are when they are more or fewer than the page showed, which is told with both numbers", async () => {
    const { owner, listId } = await audience(3);
    const seen = await all(owner, { search: "a" });
    for (const shown of [2, 4]) {
      const { fingerprint } = seen;
      const changed = {
        ok: false,
        code: "number_changed",
        values: { shown, found: 3, isEstimate: "false", fingerprint },
      };
      const chosen = { ...seen, shown };
      expect(await deleteRecipients(owner, chosen)).toMatchObject(changed);
      expect(await addToList(owner, listed(listId), chosen)).toMatchObject(changed);
      expect(await removeFromList(owner, listId, chosen)).toMatchObject(changed);
      expect(await mailingsOfChosen(owner, chosen)).toMatchObject(changed);
    }
    expect([await recipients(owner), await members(listId)]).toEqual([4, 0]);
    expect(await deleteRecipients(owner, seen)).toMatchObject({ value: { count: 3 } });
    await runAll();
    expect(await deleteRecipients(owner, seen)).toMatchObject({ code: "not_found" });
  });

  it.each([
    ["in a list", (listId: string) => ({ listId })],
    ["by the beginning of their address", () => ({ search: "a" })],
  ])(
    "stay as they are when as many came as went since the page, %s; asked again, they are the new ones",
    async (_how, narrowed) => {
      const { owner, listId } = await audience(5);
      await addToList(owner, listed(listId), await all(owner, { search: "a" }));
      await runAll();
      const filter = narrowed(listId);
      const seen = await all(owner, filter);
      const [gone] = await world.db.recipient.findMany({
        where: { ownerId: owner.id, email: "a1@mail.test" },
      });
      await deleteRecipients(owner, { ids: [gone?.id ?? ""] });
      const came = { ownerId: owner.id, email: "a6@mail.test", lists: { create: { listId } } };
      await world.db.recipient.create({ data: came });
      const again = await all(owner, filter);
      expect(again.shown).toBe(seen.shown);
      const others = {
        ok: false,
        code: "others_match",
        values: { found: 5, fingerprint: again.fingerprint },
      };
      expect(await deleteRecipients(owner, seen)).toMatchObject(others);
      expect(await addToList(owner, listed(listId), seen)).toMatchObject(others);
      expect(await removeFromList(owner, listId, seen)).toMatchObject(others);
      expect(await mailingsOfChosen(owner, seen)).toMatchObject(others);
      expect([await recipients(owner), await members(listId)]).toEqual([6, 5]);
      expect(await deleteRecipients(owner, again)).toMatchObject({ value: { count: 5 } });
    },
  );

  it("are one's own alone, whatever the filter names", async () => {
    const [{ owner, listId }, other] = [await audience(3), await audience(5)];
    const seen = await all(owner);
    await addToList(owner, listed(listId), seen);
    const members = await all(owner, { listId });
    expect(await deleteRecipients(other.owner, members)).toMatchObject({ code: "not_found" });
    expect(await addToList(other.owner, listed(listId), await all(other.owner))).toMatchObject({
      faults: { list: "list_gone" },
    });
    expect(await mailingsOfChosen(await world.user("manager"), seen)).toMatchObject({ code: "not_found" });
    expect(await deleteRecipients(await world.user("manager"), seen)).toMatchObject({ code: "forbidden" });
    expect([await recipients(owner), await recipients(other.owner)]).toEqual([4, 6]);
  });
});

it("what a form chooses is rows or a filter with what it found, and never neither", () => {
  const read = (form: object) => chosenInput.safeParse(form).data;
  const id = "01890000-0000-7000-8000-000000000000";
  expect(read({ ids: id })).toEqual({ ids: [id] });
  const found = { shown: "7", fingerprint: "-12" };
  const addedSince = "2026-02-01T00:00:00.000Z";
  const narrowed = { search: "a", suppressed: "yes", reached: "never", addedSince };
  expect(read({ ...found, ...narrowed, inList: "" })).toEqual({
    filter: { ...ALL_RECIPIENTS, ...narrowed },
    ...{ shown: 7, fingerprint: "-12" },
  });
  const wrong = [{ shown: "7" }, { fingerprint: "-12" }, { ...found, shown: "0" }, { ...found, shown: "x" }];
  for (const form of [{}, { search: "a" }, ...wrong, { ids: "x" }]) expect(read(form)).toBeUndefined();
});
