import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  createMailing,
  findLists,
  findMessages,
  forecastMailing,
} from "@/app/[locale]/(workspace)/mailings/actions";
import { previewMessage } from "@/app/[locale]/(workspace)/messages/actions";
import { idle } from "@/lib/actions/state";
import { currentUser } from "@/lib/auth/session";
import { forgetEnv } from "@/lib/env";
import { listOptions, messageOptions } from "@/lib/mailings/form-options";
import { formOf } from "@/tests/support/form";
import { World, type User } from "@/tests/support/world";

// Sessions, the cache and what follows an answer belong to Next's server.
vi.mock("@/lib/auth/session", () => ({ currentUser: vi.fn() }));
vi.mock("next/cache", () => ({ refresh: vi.fn(), updateTag: vi.fn(), unstable_cache: vi.fn() }));
vi.mock("next/server", () => ({ after: vi.fn() }));
vi.mock("next/headers", () => ({ headers: async () => new Headers() }));
vi.mock("@/lib/i18n/navigation", () => ({ redirect: ({ href }: { href: string }) => ({ ledTo: href }) }));

let world: World;
let owner: User;
let messageId: string;
let lists: [string, string];

beforeAll(async () => {
  world = await World.create();
  process.env.CACHE_ENABLED = "off";
  forgetEnv();
});
afterAll(() => world.close());

beforeEach(async () => {
  owner = await world.user();
  const session = {
    name: "Vera",
    email: "vera@people.test",
    language: "en",
    timeZone: "UTC",
    avatarId: null,
  };
  vi.mocked(currentUser).mockResolvedValue({ ...owner, ...session });
  const data = { ownerId: owner.id, subject: "News", html: "<p>News</p>", text: "News" };
  ({ id: messageId } = await world.db.message.create({ data }));
  const [one, other] = await Promise.all([newList(), newList()]);
  lists = [one, other];
});

async function newList(): Promise<string> {
  const { id } = await world.db.recipientList.create({ data: { ownerId: owner.id, name: randomUUID() } });
  return id;
}

function filled(change: Record<string, string> = {}, listIds: readonly string[] = [lists[0]]): FormData {
  const form = formOf({
    ...{ name: "Letter", messageId, when: "at", startLocal: "2030-01-01T09:00", period: "once" },
    ...{ timeZone: "UTC", endLocal: "", ...change },
  });
  for (const id of listIds) form.append("listIds", id);
  return form;
}

describe("a form that comes in twice", () => {
  it("makes one mailing, also where it starts at the moment of saving", async () => {
    const changes: Record<string, string>[] = [{}, { when: "now", startLocal: "" }];
    for (const change of changes) {
      const id = randomUUID();
      await createMailing(id, idle, filled(change));
      await world.db.$executeRaw`
        UPDATE mailings SET start_local = '2026-01-01T09:00:00' WHERE id = ${id}::uuid AND start_local < '2030'`;
      expect(await createMailing(id, idle, filled(change))).toEqual({ ledTo: `/mailings/${id}` });
    }
    expect(await world.db.mailing.count({ where: { ownerId: owner.id } })).toBe(2);
  });

  it.each([
    ["other lists", {}, () => [lists[0], lists[1]]],
    ["another start", { startLocal: "2030-01-02T09:00" }, () => [lists[0]]],
    ["a start now", { when: "now", startLocal: "" }, () => [lists[0]]],
    ["another zone", { timeZone: "Asia/Tokyo" }, () => [lists[0]]],
    ["an end", { endLocal: "2031-01-01T09:00" }, () => [lists[0]]],
  ] as const)("with %s is not taken for saved", async (_what, change, audience) => {
    const id = randomUUID();
    await createMailing(id, idle, filled());
    expect(await createMailing(id, idle, filled(change, audience()))).toMatchObject({
      code: "already_created",
    });
  });
});

it("a form that was refused gives back every list that was ticked", async () => {
  const answer = await createMailing(randomUUID(), idle, filled({ name: "" }, lists));
  expect(answer).toMatchObject({ code: "invalid", typed: { listIds: lists, period: "once" } });
});

it("a list or recipient that was deleted while the form was open is told by its id, as is somebody else's", async () => {
  const { id: recipientId } = await world.db.recipient.create({
    data: { ownerId: owner.id, email: `${randomUUID()}@mail.test` },
  });
  const other = await world.user();
  const theirs = await world.db.recipientList.create({ data: { ownerId: other.id, name: "Theirs" } });
  const form = filled({ recipientIds: recipientId }, [...lists, theirs.id]);
  await world.db.recipientList.delete({ where: { id: lists[1] } });
  await world.db.recipient.delete({ where: { id: recipientId } });
  const answer = await createMailing(randomUUID(), idle, form);
  expect(answer).toMatchObject({ code: "audience_unknown" });
  const gone = "values" in answer ? String(answer.values.gone).split(" ") : [];
  expect(gone.toSorted()).toEqual([lists[1], recipientId, theirs.id].toSorted());
  expect(await world.db.mailing.count({ where: { ownerId: owner.id } })).toBe(0);
});

it("a message that was archived is offered no more", async () => {
  expect(await messageOptions(owner.id, messageId)).toMatchObject({ options: [{ id: messageId }] });
  await world.db.message.update({ where: { id: messageId }, data: { archivedAt: new Date() } });
  expect(await messageOptions(owner.id, messageId)).toEqual({ options: [], hasMore: false });
});

describe("more than the form lists", () => {
  it("of messages: the chosen one is offered however old it is, and the others are found by their subject", async () => {
    await world.db.message.update({
      where: { id: messageId },
      data: { subject: "Spring 100%", updatedAt: new Date("2020-01-01") },
    });
    await world.db.$executeRaw`
      INSERT INTO messages (id, owner_id, subject, html, text, updated_at)
      SELECT gen_random_uuid(), ${owner.id}::uuid, 'News ' || n, '', '', now() FROM generate_series(1, 500) n`;
    const offered = async (chosen: string) => {
      const { options, hasMore } = await messageOptions(owner.id, chosen);
      return { size: options.length, first: options[0]?.id, hasMore };
    };
    expect(await offered(messageId)).toEqual({ size: 501, first: messageId, hasMore: true });
    expect(await offered("")).toMatchObject({ size: 500, hasMore: true });
    expect(await findMessages(idle, formOf({ search: " 100%" }))).toMatchObject({
      value: [{ id: messageId, subject: "Spring 100%" }],
    });
    expect(await findMessages(idle, formOf({ search: "0%0" }))).toMatchObject({ value: [] });
    const other = await world.user();
    expect((await messageOptions(other.id, messageId)).options).toEqual([]);
  });

  it("of lists: those that are ticked are offered however late they come, and the others are found by their name", async () => {
    const [late] = lists;
    await world.db.recipientList.update({ where: { id: late }, data: { name: "Zebras" } });
    await world.db.$executeRaw`
      INSERT INTO lists (id, owner_id, name, updated_at)
      SELECT gen_random_uuid(), ${owner.id}::uuid, 'A list ' || n, now() FROM generate_series(1, 1000) n`;
    const { options, hasMore } = await listOptions(owner.id, [late]);
    expect([options.length, options[0]?.name, hasMore]).toEqual([1_001, "Zebras", true]);
    expect((await listOptions(owner.id, [])).options).toHaveLength(1_000);
    expect(await findLists(idle, formOf({ search: "zeb" }))).toMatchObject({
      value: [{ id: late, members: 0 }],
    });
    expect((await listOptions((await world.user()).id, [late])).options).toEqual([]);
  });
});

it("what no page sends is refused and breaks nothing", async () => {
  for (const startLocal of ["+275760-09-13T00:00", "-271821-04-20T00:00"]) {
    expect(await forecastMailing(null, idle, filled({ startLocal }))).toMatchObject({ code: "invalid" });
  }
  const draft = { subject: "a", preheader: "", format: "markdown", source: "a", text: "" };
  expect(await previewMessage(idle, formOf({ ...draft, reader: "a\0" }))).toMatchObject({ code: "invalid" });
});
