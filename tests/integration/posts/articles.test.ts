import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { forgetEnv } from "@/lib/env";
import { showDueArticles } from "@/lib/posts/due";
import { deleteArticle, publishArticle, scheduleArticle, unpublishArticle } from "@/lib/posts/publish";
import {
  articleAddresses,
  blogPage,
  feedArticles,
  publishedArticle,
  relatedArticles,
} from "@/lib/posts/published";
import { articlesToWrite, articleToWrite } from "@/lib/posts/queries";
import { createArticle, saveArticle, type SavedArticle } from "@/lib/posts/save";
import { LONGEST_SOURCE, type ArticleFields } from "@/lib/posts/schema";
import { storeImage } from "@/lib/posts/store-image";
import { countView, readerHash } from "@/lib/posts/views";
import { article, begunBy } from "@/tests/support/articles";
import { lockWaits } from "@/tests/support/lock-waits";
import { photo } from "@/tests/support/photo";
import { World, type User } from "@/tests/support/world";

let world: World;
let writer: User;

const HOUR = 3_600_000;
/** A transaction that stays open until somebody waits for it, on a machine that may be busy. */
const PATIENT = { timeout: 30_000 };

beforeAll(async () => {
  world = await World.create();
  process.env.CACHE_ENABLED = "off";
  forgetEnv();
  writer = await world.user("content_manager");
});
afterAll(() => world.close());
afterEach(() => {
  delete process.env.BLOG_OPEN_AUTHORSHIP;
  forgetEnv();
});

function openAuthorship(): void {
  process.env.BLOG_OPEN_AUTHORSHIP = "on";
  forgetEnv();
}

function begun(actor: User = writer, fields: Partial<ArticleFields> = {}): Promise<SavedArticle> {
  return begunBy(actor, fields);
}

async function published(actor: User = writer, fields: Partial<ArticleFields> = {}): Promise<SavedArticle> {
  const made = await begun(actor, fields);
  expect(await publishArticle(actor, made.postId)).toMatchObject({ ok: true, value: null });
  return made;
}

async function now(): Promise<Date> {
  const [row] = await world.db.$queryRaw<{ now: Date }[]>`SELECT engine_now() AS now`;
  if (row === undefined) throw new Error("The database has no clock.");
  return row.now;
}

const soon = async (ms: number) => new Date((await now()).getTime() + ms);

it("what is written is kept as it is and shown sanitized", async () => {
  const source = "# Hi\n\nSo <script>alert(1)</script> [x](javascript:alert(1)) **bold**";
  const { slug, postId } = await published(writer, { source });
  expect(await publishedArticle(slug)).toMatchObject({
    body: "<h2>Hi</h2>\n<p>So &#x3C;script>alert(1)&#x3C;/script> [x](javascript:alert(1)) <strong>bold</strong></p>",
  });
  expect(await articleToWrite(writer, postId)).toMatchObject({ source });
});

it("visitors see what is published, and neither drafts nor what is to come", async () => {
  const draft = await begun();
  const scheduled = await begun();
  await scheduleArticle(writer, scheduled.postId, await soon(HOUR));
  const shown = await published();
  expect(await publishedArticle(draft.slug)).toBeNull();
  expect(await publishedArticle(scheduled.slug)).toBeNull();
  expect(await publishedArticle(shown.slug)).toMatchObject({ author: "Vera Owner" });
  const lists = [
    (await blogPage("en", 1))?.articles ?? [],
    await feedArticles("en"),
    await articleAddresses(),
    await relatedArticles(draft.slug),
  ];
  for (const list of lists) {
    const slugs = list.map(({ slug }) => slug);
    expect(slugs).toContain(shown.slug);
    expect(slugs).not.toContain(draft.slug);
    expect(slugs).not.toContain(scheduled.slug);
  }
  await unpublishArticle(writer, shown.postId);
  expect(await publishedArticle(shown.slug)).toBeNull();
});

it("an article whose time has come shows without anybody, and is called published by the next tick", async () => {
  const { postId, slug } = await begun();
  expect(await scheduleArticle(writer, postId, await soon(HOUR))).toMatchObject({ ok: true });
  await world.turn(HOUR - 60_000);
  await showDueArticles();
  expect(await publishedArticle(slug)).toBeNull();
  await world.turn(60_000);
  expect(await publishedArticle(slug)).not.toBeNull();
  await showDueArticles();
  expect(await articleToWrite(writer, postId)).toMatchObject({ state: "published" });
  await world.forget();
});

it("an article is called published from its time on, also where those who write look, before any tick", async () => {
  const title = `Due ${randomUUID()}`;
  const { postId } = await begun(writer, { title });
  const seen = async (state: "draft" | "scheduled" | "published") => {
    const page = await articlesToWrite(writer, { search: title, state, after: null });
    return page?.rows.map((row) => row.state);
  };
  const everywhere = async () => [
    (await articleToWrite(writer, postId))?.state,
    [await seen("draft"), await seen("scheduled"), await seen("published")],
  ];
  expect(await everywhere()).toEqual(["draft", [["draft"], [], []]]);
  await scheduleArticle(writer, postId, await soon(HOUR));
  expect(await everywhere()).toEqual(["scheduled", [[], ["scheduled"], []]]);
  await world.turn(HOUR);
  expect(await everywhere()).toEqual(["published", [[], [], ["published"]]]);
  await showDueArticles();
  expect(await everywhere()).toEqual(["published", [[], [], ["published"]]]);
  await world.forget();
});

it("a time that has passed is refused, and so is what has no text or is shown already", async () => {
  const { postId } = await begun();
  expect(await scheduleArticle(writer, postId, await soon(-1_000))).toEqual({ ok: false, code: "time_past" });
  const empty = await begun(writer, { source: " \n\t" });
  expect(await publishArticle(writer, empty.postId)).toEqual({ ok: false, code: "empty" });
  await publishArticle(writer, postId);
  expect(await publishArticle(writer, postId)).toEqual({ ok: false, code: "already_published" });
  expect(await scheduleArticle(writer, postId, await soon(HOUR))).toEqual({
    ok: false,
    code: "already_published",
  });
  expect(await unpublishArticle(writer, empty.postId)).toEqual({ ok: false, code: "not_published" });
});

it("the address of an article stays as soon as it was published, with its first date", async () => {
  const title = `Меньше писем ${randomUUID().slice(0, 8)}`;
  const made = await begun(writer, { title });
  expect(made.slug).toMatch(/^menshe-pisem-/);
  const renamed = await saveArticle(writer, made, article({ title, slug: `${made.slug}-new` }));
  if (!renamed.ok) throw new Error(renamed.code);
  expect(renamed.value.slug).toBe(`${made.slug}-new`);
  await publishArticle(writer, made.postId);
  const first = await publishedArticle(renamed.value.slug);
  await unpublishArticle(writer, made.postId);
  const again = await saveArticle(
    writer,
    renamed.value,
    article({ title: "Another", slug: "another-address" }),
  );
  expect(again).toMatchObject({ ok: true, value: { slug: renamed.value.slug } });
  await publishArticle(writer, made.postId);
  expect((await publishedArticle(renamed.value.slug))?.publishedAt).toEqual(first?.publishedAt);
});

it("scheduled once more and that cancelled, an article keeps its first date and its address", async () => {
  const made = await published();
  const first = await publishedArticle(made.slug);
  await unpublishArticle(writer, made.postId);
  await scheduleArticle(writer, made.postId, await soon(HOUR));
  await unpublishArticle(writer, made.postId);
  const saved = await saveArticle(writer, made, article({ slug: "elsewhere" }));
  expect(saved).toMatchObject({ ok: true, value: { slug: made.slug } });
  await scheduleArticle(writer, made.postId, await soon(HOUR));
  await publishArticle(writer, made.postId);
  expect((await publishedArticle(made.slug))?.publishedAt).toEqual(first?.publishedAt);
});

it("no article takes the address of the list's later pages", async () => {
  expect((await begun(writer, { title: "Page" })).slug).toBe("article");
  expect(() => article({ slug: "page" })).toThrow("slug_reserved");
});

it("line breaks count once, as they were typed, however the form sends them", async () => {
  const source = "a\n".repeat(LONGEST_SOURCE / 2);
  const { postId } = await begun(writer, { source: source.replaceAll("\n", "\r\n") });
  expect((await articleToWrite(writer, postId))?.source).toBe(source);
});

it("an article that is to appear has its kept pages renewed when it is saved, a draft has none", async () => {
  const made = await begun();
  const saved = await saveArticle(writer, made, article());
  if (!saved.ok) throw new Error(saved.code);
  expect(saved.changed.tags).toEqual([]);
  await scheduleArticle(writer, made.postId, await soon(HOUR));
  expect(await saveArticle(writer, saved.value, article())).toMatchObject({
    ok: true,
    changed: { tags: ["posts"] },
  });
});

it("whoever lost the right after their session was read writes nothing more", async () => {
  const before = await world.user("content_manager");
  const { postId, version } = await begun(before);
  const losses = [
    { role: "user" },
    { role: "content_manager", blockedAt: new Date(), blockedReason: "Spam" },
  ] as const;
  for (const data of losses) {
    await world.db.user.update({ where: { id: before.id }, data });
    for (const refusal of [
      await createArticle(before, randomUUID(), article()),
      await saveArticle(before, { postId, version }, article()),
      await publishArticle(before, postId),
      await scheduleArticle(before, postId, await soon(HOUR)),
      await unpublishArticle(before, postId),
      await deleteArticle(before, postId),
      await storeImage(before, "article", await photo()),
    ])
      expect(refusal).toEqual({ ok: false, code: "forbidden" });
  }
});

it("of publishing and deleting at once one comes first, and the other finds what it left", async () => {
  for (let n = 0; n < 4; n += 1) {
    const made = await published();
    const admin = await world.user("admin");
    const [taken, deleted, viewed] = await Promise.all([
      unpublishArticle(admin, made.postId),
      deleteArticle(writer, made.postId),
      countView(made.slug, reader),
    ]);
    expect([true, false]).toContain(taken.ok);
    if (!taken.ok) expect(taken.code).toBe("not_found");
    expect(deleted).toMatchObject({ ok: true, value: null });
    expect([null, 1]).toContain(viewed);
  }
});

it.each(["", "an-address-of-its-own"])(
  "an article that is begun again because the answer was lost is one, with what was typed last: '%s'",
  async (slug) => {
    const [id, title] = [randomUUID(), `Once ${randomUUID()}`];
    const [first, second] = await Promise.all(
      [1, 2].map(() => createArticle(writer, id, article({ title, slug }))),
    );
    expect(first).toMatchObject({ ok: true, value: { postId: id } });
    expect(second).toEqual(first);
    const fields = article({ title, slug, source: "Typed meanwhile" });
    const third = await createArticle(writer, id, fields);
    expect(third).toMatchObject({ ok: true, value: { postId: id } });
    expect(await createArticle(writer, id, fields)).toEqual(third);
    expect(await articleToWrite(writer, id)).toMatchObject({ source: "Typed meanwhile" });
    expect(await world.db.post.count({ where: { authorId: writer.id, title } })).toBe(1);
    // It was saved since by who knew it: the form that began it does not.
    expect(await createArticle(writer, id, article({ title, slug, source: "Older" }))).toEqual({
      ok: false,
      code: "changed_meanwhile",
    });
  },
);

it("an article that is begun again with another address has that", async () => {
  const [id, slug] = [randomUUID(), `own-${randomUUID()}`];
  expect(await createArticle(writer, id, article())).toMatchObject({ ok: true });
  expect(await createArticle(writer, id, article({ slug }))).toMatchObject({ ok: true, value: { slug } });
  expect(await articleToWrite(writer, id)).toMatchObject({ slug });
});

it("nobody begins an article under the id of another's, whatever they may change", async () => {
  const { postId } = await begun();
  const admin = await world.user("admin");
  expect(await createArticle(admin, postId, article())).toEqual({ ok: false, code: "not_found" });
  const id = randomUUID();
  const both = await Promise.all([writer, admin].map((who) => createArticle(who, id, article())));
  expect(both.map((result) => (result.ok ? "begun" : result.code)).sort()).toEqual(["begun", "not_found"]);
});

it("two articles never share an address, however many are begun at once", async () => {
  const title = `Same ${randomUUID()}`;
  const made = await Promise.all([1, 2, 3].map(() => begun(writer, { title })));
  expect(new Set(made.map(({ slug }) => slug)).size).toBe(3);
  const [one] = made;
  const slug = one?.slug ?? "";
  expect(await createArticle(writer, randomUUID(), article({ slug }))).toMatchObject({
    ok: false,
    code: "slug_taken",
  });
  const other = await begun();
  expect(await saveArticle(writer, other, article({ slug }))).toMatchObject({
    ok: false,
    code: "slug_taken",
  });
});

it("an address that another article takes at this very moment is told to be taken, not a fault", async () => {
  const made = await begun();
  const slug = `met-${randomUUID()}`;
  let saving: Promise<unknown> = Promise.resolve();
  await world.db.$transaction(async (tx) => {
    await tx.post.create({ data: { authorId: writer.id, slug, language: "en", title: "Met", body: "" } });
    saving = saveArticle(writer, made, article({ slug }));
    await expect.poll(() => lockWaits(world.db), { timeout: 20_000 }).toBe(1);
  }, PATIENT);
  expect(await saving).toMatchObject({ ok: false, code: "slug_taken" });
});

it("a save that is asked for again because its answer was lost is no conflict", async () => {
  const made = await begun();
  const fields = article({ source: "Once" });
  const first = await saveArticle(writer, made, fields);
  expect(first.ok).toBe(true);
  expect(await saveArticle(writer, made, fields)).toEqual(first);
});

it("who saves over what somebody else has saved meanwhile is told so, and nothing is lost", async () => {
  const made = await begun();
  expect(await saveArticle(writer, made, article({ source: "First" }))).toMatchObject({ ok: true });
  const admin = await world.user("admin");
  expect(await saveArticle(admin, made, article({ source: "Second" }))).toEqual({
    ok: false,
    code: "changed_meanwhile",
  });
  expect(await articleToWrite(writer, made.postId)).toMatchObject({ source: "First" });
});

it.each([
  ["content_manager", false],
  ["admin", false],
  ["content_manager", true],
  ["admin", true],
] as const)("%s writes, and changes and deletes anybody's (authorship open: %s)", async (role, open) => {
  if (open) openAuthorship();
  const actor = await world.user(role);
  const { postId, version } = await begun();
  expect(await articleToWrite(actor, postId)).not.toBeNull();
  expect(await saveArticle(actor, { postId, version }, article())).toMatchObject({ ok: true });
  expect(await publishArticle(actor, postId)).toMatchObject({ ok: true });
  expect(await unpublishArticle(actor, postId)).toMatchObject({ ok: true });
  expect(await deleteArticle(actor, postId)).toMatchObject({ ok: true });
  expect(await world.db.post.count({ where: { id: postId } })).toBe(0);
  // What is done to somebody else's is written down.
  const events = await world.db.auditEvent.findMany({
    where: { targetId: postId },
    select: { action: true },
    orderBy: { id: "asc" },
  });
  expect(events.map(({ action }) => action)).toEqual(["article_unpublished", "article_deleted"]);
});

it.each([
  ["user", false],
  ["manager", false],
  ["manager", true],
] as const)("%s writes nothing (authorship open: %s)", async (role, open) => {
  if (open) openAuthorship();
  const actor = await world.user(role);
  const own = await world.db.post.create({
    data: {
      authorId: actor.id,
      slug: randomUUID(),
      language: "en",
      title: "T",
      source: "S",
      body: "<p>S</p>",
    },
  });
  for (const postId of [own.id, (await begun()).postId]) {
    expect(await articleToWrite(actor, postId)).toBeNull();
    for (const refusal of [
      await saveArticle(actor, { postId, version: own.updatedAt.getTime() }, article()),
      await publishArticle(actor, postId),
      await scheduleArticle(actor, postId, await soon(HOUR)),
      await unpublishArticle(actor, postId),
      await deleteArticle(actor, postId),
    ])
      expect(refusal).toEqual({ ok: false, code: "forbidden" });
  }
  expect(await createArticle(actor, randomUUID(), article())).toEqual({ ok: false, code: "forbidden" });
  expect(await articlesToWrite(actor, { search: "", state: null, after: null })).toBeNull();
  expect(await storeImage(actor, "cover", await photo())).toEqual({ ok: false, code: "forbidden" });
});

it("where authorship is open a user writes their own articles, and another's is not there", async () => {
  openAuthorship();
  const user = await world.user();
  const own = await published(user);
  const { rows } = (await articlesToWrite(user, { search: "", state: null, after: null })) ?? { rows: [] };
  expect(rows.map(({ id }) => id)).toEqual([own.postId]);
  const another = await begun();
  expect(await articleToWrite(user, another.postId)).toBeNull();
  for (const refusal of [
    await saveArticle(user, another, article()),
    await publishArticle(user, another.postId),
    await unpublishArticle(user, another.postId),
    await deleteArticle(user, another.postId),
  ])
    expect(refusal).toEqual({ ok: false, code: "not_found" });
  expect(await deleteArticle(user, own.postId)).toMatchObject({ ok: true });
  expect(await world.db.auditEvent.count({ where: { targetId: own.postId } })).toBe(0);
});

it("the list of those who write goes on page by page, by state and by title", async () => {
  const tag = randomUUID();
  for (let n = 0; n < 21; n += 1) await begun(writer, { title: `Page ${tag} ${n}` });
  await published(writer, { title: `Page ${tag} shown 100%` });
  const filter = { search: `page ${tag}`, state: null, after: null };
  const first = await articlesToWrite(writer, filter);
  const second = await articlesToWrite(writer, { ...filter, after: first?.next ?? null });
  expect([first?.rows.length, second?.rows.length, second?.next]).toEqual([20, 2, null]);
  expect((await articlesToWrite(writer, { ...filter, state: "published" }))?.rows).toHaveLength(1);
  expect((await articlesToWrite(writer, { ...filter, search: "100%" }))?.rows).toHaveLength(1);
  expect((await articlesToWrite(writer, { ...filter, search: "_no such title_" }))?.rows).toEqual([]);
});

it("the blog goes on page by page in one language, without a gap and without an article twice", async () => {
  await world.db.post.updateMany({ data: { status: "draft" } });
  for (let n = 0; n < 20; n += 1) await published(writer, { language: "ru" });
  await published();
  const pages = await Promise.all([1, 2, 3].map((page) => blogPage("ru", page)));
  expect(pages.map((page) => page?.articles.length)).toEqual([10, 9, 1]);
  expect(pages.map((page) => page?.pages)).toEqual([3, 3, 3]);
  expect(new Set(pages.flatMap((page) => page?.articles.map(({ slug }) => slug) ?? [])).size).toBe(20);
  expect(await blogPage("ru", 4)).toBeNull();
  expect((await blogPage("de", 1))?.articles).toEqual([]);
});

it("related are those that share words, of the same language and never the article itself", async () => {
  await world.db.post.updateMany({ data: { status: "draft" } });
  const like = await published(writer, { title: "Bounced letters and their reasons" });
  for (const title of ["Gardens", "Clocks", "Rivers", "Mountains"]) await published(writer, { title });
  await published(writer, { title: "Bounced: почему", language: "ru" });
  const one = await published(writer, { title: "Why a letter bounces" });
  const related = await relatedArticles(one.slug);
  expect(related).toHaveLength(3);
  expect(related[0]?.slug).toBe(like.slug);
  expect(related.map(({ slug, language }) => [slug === one.slug, language])).toEqual(
    Array(3).fill([false, "en"]),
  );
});

const reader = { address: "192.0.2.7", userAgent: "Mozilla/5.0 (X11; Linux) Firefox/140.0", now: new Date() };

it("a view counts once per reader and half hour, also when it is told many times at once", async () => {
  const { slug, postId } = await published();
  const { updatedAt } = await world.db.post.findUniqueOrThrow({ where: { id: postId } });
  await Promise.all(Array.from({ length: 8 }, () => countView(slug, reader)));
  expect(await countView(slug, reader)).toBe(1);
  expect(await countView(slug, { ...reader, address: "192.0.2.8" })).toBe(2);
  await world.turn(29 * 60_000);
  expect(await countView(slug, reader)).toBe(2);
  await world.turn(60_000);
  expect(await countView(slug, reader)).toBe(3);
  // No page has to be made anew for it, and no editor loses a save.
  expect(await world.db.post.findUniqueOrThrow({ where: { id: postId } })).toMatchObject({
    updatedAt,
    views: 3,
  });
  await world.forget();
});

it("bots, and who does not say what they are, are told the count and not counted", async () => {
  const { slug } = await published();
  for (const userAgent of [
    "",
    "Googlebot/2.1 (+http://www.google.com/bot.html)",
    "curl/8.0",
    "python-requests/2",
  ])
    expect(await countView(slug, { ...reader, userAgent })).toBe(0);
});

it("a view that waits for an article to be deleted finds none, and nothing breaks", async () => {
  const { slug, postId } = await published();
  const counted = await world.db.$transaction(async (tx) => {
    await tx.post.delete({ where: { id: postId } });
    const counting = countView(slug, reader);
    await expect.poll(() => lockWaits(world.db), { timeout: 20_000 }).toBe(1);
    return { counting };
  }, PATIENT);
  expect(await counted.counting).toBeNull();
});

it("a draft has no views, and neither has what is not there", async () => {
  const { slug } = await begun();
  expect(await countView(slug, reader)).toBeNull();
  expect(await countView("no-such-article", reader)).toBeNull();
});

it("of a reader nothing is kept but a hash that nobody can make the next day, and that for a day", async () => {
  const { slug, postId } = await published();
  await countView(slug, reader);
  const [kept] = await world.db.postReader.findMany({ where: { postId } });
  expect(kept?.reader).toMatch(/^[\w-]{43}$/);
  expect(readerHash({ ...reader, now: new Date(reader.now.getTime() + 24 * HOUR) })).not.toBe(kept?.reader);
  await world.turn(25 * HOUR);
  await showDueArticles();
  expect(await world.db.postReader.count({ where: { postId } })).toBe(0);
  await world.forget();
});
