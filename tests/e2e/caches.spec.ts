import { randomUUID } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { createMailing, db } from "@/tests/e2e/support/ledger";
import { CRON_SECRET, startMachine, type Machine } from "@/tests/e2e/support/machines";
import { setting } from "@/tests/e2e/support/setting";
import { account, signIn, test } from "@/tests/e2e/support/test";
import { startRedisBridge, type RedisBridge } from "@/tests/support/redis-bridge";
import { openRedis } from "@/tests/support/redis-server";

test.use({ expectedErrors: [[/status of 404/], { scope: "test" }] });

interface Article {
  id: string;
  slug: string;
  title: string;
}

/** An article that is nobody's business but a test's. */
async function createArticle(status: "draft" | "published"): Promise<Article> {
  const { email } = account("content_manager");
  const author = await db.user.findUniqueOrThrow({ where: { email }, select: { id: true } });
  const tag = randomUUID().slice(0, 8);
  return db.post.create({
    data: {
      ...{
        authorId: author.id,
        slug: `letter-${tag}`,
        title: `Letter ${tag}`,
        summary: "A letter",
        language: "en",
      },
      ...{ source: "First words", body: "<p>First words</p>", status },
      publishedAt: status === "published" ? new Date() : null,
    },
    select: { id: true, slug: true, title: true },
  });
}

/** What an address answers. */
async function look(
  base: string,
  path: string,
): Promise<{ status: number; text: string; kept: string | null }> {
  const answer = await fetch(`${base}${path}`);
  return { status: answer.status, text: await answer.text(), kept: answer.headers.get("x-nextjs-cache") };
}

/** Everywhere that visitors meet an article. */
function placesOf({ slug }: Article): string[] {
  return [`/blog/${slug}`, "/blog", "/blog/feed.xml", "/sitemap.xml"];
}

async function refresh(base: string, ...tags: string[]): Promise<void> {
  const headers = {
    Authorization: `Bearer ${CRON_SECRET}`,
    "Content-Type": "application/json",
  };
  const answer = await fetch(`${base}/api/revalidate`, {
    method: "POST",
    headers,
    body: JSON.stringify({ tags }),
  });
  expect(answer.status).toBe(200);
}

test("what a writer publishes or takes down shows at the next request", async ({ pageOf }) => {
  const article = await createArticle("draft");
  const page = `/blog/${article.slug}`;
  const read = (path: string) => look(setting.E2E_URL, path);
  expect((await read(page)).status).toBe(404);
  const writer = await pageOf(account("content_manager"));
  await writer.goto(`/posts/${article.id}`);
  await writer.getByRole("button", { name: "Publish", exact: true }).click();
  await expect(writer.getByRole("link", { name: "Open on the blog" })).toBeVisible();
  expect((await read(page)).text).toContain("First words");
  expect((await read("/blog")).text).toContain(article.title);
  await writer.getByRole("button", { name: "Take down" }).click();
  await writer.getByRole("alertdialog").getByRole("button", { name: "Take down" }).click();
  await expect(writer.getByRole("link", { name: "Open on the blog" })).toHaveCount(0);
  expect((await read(page)).status).toBe(404);
  await db.post.delete({ where: { id: article.id } });
});

test("what stands still of a mailing is cached for its owner alone, until a command refreshes it", async ({
  pageOf,
}) => {
  const { id } = await createMailing(account("user").email, 1);
  const { name } = await db.mailing.findUniqueOrThrow({ where: { id }, select: { name: true } });
  const [owner, manager] = [await pageOf(account("user")), await pageOf(account("manager"))];
  const title = (page: Page) => page.getByRole("heading", { level: 1 });
  for (const page of [owner, manager]) await page.goto(`/mailings/${id}`);
  await expect(title(owner)).toHaveText(name);
  // Nobody is told.
  await db.mailing.update({ where: { id }, data: { name: `${name} again`, pausedAt: new Date() } });
  for (const page of [owner, manager]) await page.reload();
  await expect(title(owner)).toHaveText(name);
  await expect(title(manager)).toHaveText(`${name} again`);
  // What may move is never cached.
  await expect(owner.getByRole("main").getByText("Paused", { exact: true })).toBeVisible();
  await owner.getByRole("button", { name: "Resume" }).click();
  await expect(title(owner)).toHaveText(`${name} again`);
});

test.describe.serial("machines", () => {
  let redis: RedisBridge;
  let server: Awaited<ReturnType<typeof openRedis>>;
  let one: Machine;
  let other: Machine;
  let without: Machine;

  test.beforeAll(async () => {
    server = await openRedis();
    redis = await startRedisBridge(server.url);
    const shared = { UPSTASH_REDIS_REST_URL: redis.url, UPSTASH_REDIS_REST_TOKEN: redis.token };
    // One deployment has one address, whichever machine answers there.
    const address = "http://posthorn.test";
    [one, other, without] = await Promise.all([
      startMachine({ ...shared, APP_URL: address }),
      startMachine({ ...shared, APP_URL: address }),
      startMachine({ CACHE_ENABLED: "off" }),
    ]);
  });
  test.afterAll(async () => {
    await Promise.all([one, other, without].map((machine) => machine.stop()));
    await redis.close();
    await server.close();
  });

  test("that share a Redis show at the next request what was published, edited or taken down on another", async () => {
    const article = await createArticle("draft");
    const { id, title } = article;
    for (const { url } of [one, other]) for (const path of placesOf(article)) await look(url, path);

    await db.post.update({ where: { id }, data: { status: "published", publishedAt: new Date() } });
    await refresh(one.url, "posts");
    for (const path of placesOf(article)) {
      const { text } = await look(other.url, path);
      expect(text.includes(path === "/sitemap.xml" ? article.slug : title), path).toBe(true);
      expect((await look(one.url, path)).text, path).toContain(article.slug);
    }
    // Nobody is told: both show what they keep.
    await db.post.update({ where: { id }, data: { title: `${title} again`, body: "<p>Second words</p>" } });
    for (const { url } of [one, other]) {
      const { text, kept } = await look(url, `/blog/${article.slug}`);
      expect(text).toContain("First words");
      expect(kept).toBe("HIT");
    }
    await refresh(other.url, "posts");
    expect((await look(one.url, `/blog/${article.slug}`)).text).toContain("Second words");
    expect((await look(one.url, "/blog")).text).toContain(`${title} again`);

    await db.post.delete({ where: { id } });
    await refresh(one.url, "posts");
    expect((await look(other.url, `/blog/${article.slug}`)).status).toBe(404);
    for (const path of placesOf(article))
      expect((await look(other.url, path)).text, path).not.toContain(title);
  });

  test("that share a Redis serve every page while it fails, and nothing old when it is back", async () => {
    const article = await createArticle("published");
    for (const mood of ["hangs", "is a page", "is full"] as const) {
      redis.mood = mood;
      for (const { url } of [one, other])
        for (const path of ["/", ...placesOf(article)])
          expect((await look(url, path)).status, path).toBe(200);
    }
    // What it is told while nobody else can be.
    await db.post.update({ where: { id: article.id }, data: { body: "<p>Second words</p>" } });
    await refresh(one.url, "posts");
    expect((await look(one.url, `/blog/${article.slug}`)).text).toContain("Second words");
    redis.mood = "well";
    await expect
      .poll(async () => (await look(other.url, `/blog/${article.slug}`)).text)
      .toContain("Second words");
    await db.post.delete({ where: { id: article.id } });
    await refresh(one.url, "posts");
  });

  test("with CACHE_ENABLED=off read everything anew, nobody told, and need no other build for it", async () => {
    const article = await createArticle("published");
    const { id, title } = article;
    for (const path of ["/", ...placesOf(article)]) expect((await look(without.url, path)).status).toBe(200);
    const image = () => fetch(`${without.url}/blog/${article.slug}/picture`).then((answer) => answer.text());
    const before = await image();
    await db.post.update({ where: { id }, data: { title: `${title} again` } });
    for (const path of placesOf(article).filter((place) => place !== "/sitemap.xml"))
      expect((await look(without.url, path)).text, path).toContain(`${title} again`);
    expect(await image()).not.toEqual(before);
    await db.post.delete({ where: { id } });
    for (const path of placesOf(article))
      expect((await look(without.url, path)).text, path).not.toContain(title);
    for (const path of ["/", "/blog"]) expect((await look(without.url, path)).kept, path).not.toBe("HIT");
    // What the build has made of no data comes as ever.
    expect((await look(without.url, "/login")).status).toBe(200);
    expect((await look(without.url, "/nothing/here")).status).toBe(404);
  });

  test("with CACHE_ENABLED=off show an owner what another process has just written", async ({ browser }) => {
    const context = await browser.newContext({ baseURL: without.url });
    const page = await context.newPage();
    await signIn(page, account("user"));
    await page.goto("/mailings");
    const { id } = await createMailing(account("user").email, 1);
    const { name } = await db.mailing.findUniqueOrThrow({ where: { id }, select: { name: true } });
    await page.reload();
    await expect(page.getByRole("link", { name })).toBeVisible();
    await page.goto(`/mailings/${id}`);
    await db.mailing.update({ where: { id }, data: { name: `${name} again` } });
    await page.reload();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(`${name} again`);
    await context.close();
  });
});
