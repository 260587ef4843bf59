import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { connect } from "@/lib/db";
import { forgetEnv } from "@/lib/env";
import { homeContent, homeFigures } from "@/lib/home/queries";
import { finishMailing, pauseMailing, stopMailing } from "@/lib/mailings/commands";
import { randomArticles } from "@/lib/posts/published";
import { blockUser, unblockUser } from "@/lib/users/block";
import { World, type User } from "@/tests/support/world";

let world: World;
let owner: User;
let watcher: User;

const LATER = "2035-01-01T09:00:00";
const MINUTE = 60_000;
const NOW = new Date("2026-11-21T12:00:30Z");
const mailing = (of: User = owner) => world.mailing({ owner: of, recipients: 1, startLocal: LATER });

beforeAll(async () => {
  world = await World.create();
  // The cache belongs to Next's server; here every read goes to the database.
  process.env.CACHE_ENABLED = "off";
  forgetEnv();
  [owner, watcher] = [await world.user(), await world.user("manager")];
});
beforeEach(async () => {
  await world.forget();
  await world.db.recipient.deleteMany();
  await world.db.post.deleteMany();
});
afterAll(() => world.close());

describe("the figures of the home page", () => {
  it("are noughts where nobody has anything", async () => {
    expect(await homeContent("en", NOW)).toEqual({
      figures: { mailings: 0, active: 0, clients: 0 },
      articles: [],
    });
  });

  it("count a mailing as active while it is created or running and nothing holds it", async () => {
    const [waiting, paused, stopped, over] = [
      await mailing(),
      await mailing(),
      await mailing(),
      await mailing(),
    ];
    await world.mailing({ owner, recipients: 1, startLocal: LATER });
    await world.db.mailing.update({ where: { id: waiting.id }, data: { status: "running" } });
    expect(await homeFigures()).toMatchObject({ mailings: 5, active: 5 });
    await pauseMailing(owner, paused.id);
    expect(await homeFigures()).toMatchObject({ mailings: 5, active: 4 });
    await stopMailing(watcher, { mailingId: stopped.id, reason: "Spam" });
    expect(await homeFigures()).toMatchObject({ mailings: 5, active: 3 });
    await finishMailing(owner, over.id);
    await world.tick();
    expect(await homeFigures()).toMatchObject({ mailings: 5, active: 2 });
    await world.db.mailing.update({
      where: { id: waiting.id },
      data: { protectedAt: new Date(), protectedCode: "all_refused" },
    });
    expect(await homeFigures()).toMatchObject({ mailings: 5, active: 1 });
    await world.db.mailing.update({ where: { id: waiting.id }, data: { archivedAt: new Date() } });
    expect(await homeFigures()).toMatchObject({ mailings: 4, active: 1 });
  });

  it("count none as active whose owner is blocked, has closed the account or has a role that sends nothing", async () => {
    const other = await world.user();
    await mailing(other);
    await mailing();
    await blockUser(watcher, { userId: other.id, reason: "Spam" });
    expect(await homeFigures()).toMatchObject({ mailings: 2, active: 1 });
    await unblockUser(watcher, { userId: other.id, reason: "Sorry" });
    expect(await homeFigures()).toMatchObject({ mailings: 2, active: 2 });
    for (const change of [{ closedAt: new Date() }, { closedAt: null, role: "manager" }] as const) {
      await world.db.user.update({ where: { id: other.id }, data: change });
      expect(await homeFigures()).toMatchObject({ mailings: 2, active: 1 });
    }
  });

  it("count an address once, whoever and however many have it", async () => {
    const other = await world.user();
    const rows = [owner, other].flatMap(({ id: ownerId }) =>
      ["a@mail.test", "b@mail.test", `${ownerId}@mail.test`].map((email) => ({ ownerId, email })),
    );
    await world.db.recipient.createMany({ data: rows });
    expect(await homeFigures()).toMatchObject({ clients: 4 });
  });
});

describe("the articles of the home page", () => {
  it("are three different ones of its language that visitors may read, and every one of these has its turn", async () => {
    const seen = await articles("en", 5, { status: "published", publishedAt: new Date(0) });
    await articles("ru", 2, { status: "published", publishedAt: new Date(0) });
    await articles("en", 2, { status: "draft" });
    await articles("en", 2, { status: "scheduled", publishedAt: new Date("2040-01-01") });
    const had = new Set<string>();
    // A draw leaves an article out with 2 in 5; forty of them, less than once in 10 to the 15.
    for (let draw = 0; draw < 40; draw += 1) {
      const slugs = await drawn("en", new Date(draw * MINUTE));
      expect(new Set(slugs).size).toBe(3);
      for (const slug of slugs) had.add(slug);
    }
    expect([...had].toSorted()).toEqual(seen.toSorted());
    expect(await drawn("ru", NOW)).toHaveLength(2);
  });

  it("are the same ones, in the same order, whoever draws within one minute, and others in the next", async () => {
    await articles("en", 50, { status: "published", publishedAt: new Date(0) });
    const first = await drawn("en", new Date("2026-11-21T12:00:00.000Z"));
    for (const at of ["12:00:00.001Z", "12:00:30.000Z", "12:00:59.999Z"])
      expect(await drawn("en", new Date(`2026-11-21T${at}`)), at).toEqual(first);
    expect(await drawn("en", new Date("2026-11-21T12:01:00.000Z"))).not.toEqual(first);
  });
});

it("while the database does not answer, the page that is made anew shows what was read last", async () => {
  await mailing();
  const before = await homeContent("ru", NOW);
  const said = vi.spyOn(console, "error").mockReturnValue();
  const away = connect("postgresql://posthorn@127.0.0.1:1/none");
  Object.assign(globalThis, { posthornDatabase: away });
  try {
    expect(await homeContent("ru", NOW)).toEqual(before);
    expect(said).toHaveBeenCalledOnce();
    // Nothing was read in this language yet: the page that is kept, if there is one, is left as it is.
    await expect(homeContent("de", NOW)).rejects.toThrow();
  } finally {
    Object.assign(globalThis, { posthornDatabase: world.db });
    said.mockRestore();
    await away.$disconnect();
  }
});

async function drawn(language: string, now: Date): Promise<string[]> {
  return (await randomArticles(language, 3, now)).map(({ slug }) => slug);
}

async function articles(
  language: string,
  count: number,
  state: { status: "draft" | "scheduled" | "published"; publishedAt?: Date },
): Promise<string[]> {
  const slugs = Array.from({ length: count }, () => randomUUID());
  const texts = { language, title: "News", source: "Text", body: "<p>Text</p>", ...state };
  await world.db.post.createMany({ data: slugs.map((slug) => ({ ...texts, slug, authorId: owner.id })) });
  return slugs;
}
