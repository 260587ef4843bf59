import { expect, type APIResponse } from "@playwright/test";
import { attemptsOf, createMailing, db } from "@/tests/e2e/support/ledger";
import { signedIn } from "@/tests/e2e/support/sessions";
import { inLanguage, LANGUAGES } from "@/tests/e2e/support/setting";
import { account, confirmedStart, test } from "@/tests/e2e/support/test";
import { words } from "@/tests/e2e/support/words";

test.describe("another person's mailing", () => {
  test.use({ expectedErrors: [[/status of 404|ERR_FAILED|Failed to fetch/], { scope: "test" }] });

  for (const language of LANGUAGES) {
    test(`is not found, and nothing tells that it exists (${language})`, async ({ pageOf }) => {
      const { id } = await createMailing(account("user").email, 3);
      const page = await pageOf(account("user", 1));
      const unknown = "019aa000-0000-7000-8000-000000000000";
      for (const one of [id, unknown]) {
        const response = await page.goto(inLanguage(language, `/mailings/${one}`));
        expect(response?.status()).toBe(404);
        await expect(page.getByRole("heading", { name: words[language].notFound })).toBeVisible();
        expect((await page.request.get(`/api/mailings/${one}/progress`)).status()).toBe(404);
      }
    });
  }

  test("cannot be started with the owner's own form", async ({ pageOf }) => {
    const { id } = await createMailing(account("user").email, 3);
    const owner = await pageOf(account("user"));
    await owner.goto(`/mailings/${id}`);
    await owner.route("**/mailings/*", (route) =>
      route.request().method() === "POST" ? route.abort() : route.continue(),
    );
    const start = await confirmedStart(owner);
    const [request] = await Promise.all([
      owner.waitForRequest((one) => one.method() === "POST"),
      start.click(),
    ]);
    const { "content-length": _length, cookie: _cookie, ...headers } = await request.allHeaders();
    const form = { method: "POST", headers, data: request.postDataBuffer() ?? "" };
    const stranger = await pageOf(account("user", 1));
    await stranger.request.fetch(request.url(), form);
    expect(await attemptsOf(id)).toEqual([]);
    // The very same form of the owner does start it.
    await owner.request.fetch(request.url(), form);
    expect(await attemptsOf(id)).toHaveLength(1);
  });
});

test("a visitor is led to sign-in and back", async ({ page }) => {
  await page.goto("/mailings?search=news");
  await expect(page).toHaveURL(/\/login\?next=%2Fmailings%3Fsearch%3Dnews$/);
  expect(
    (await page.request.get("/api/mailings/019aa000-0000-7000-8000-000000000000/progress")).status(),
  ).toBe(401);
});

test("two people in turn get each their own of every page that is kept for owners", async () => {
  const people = [];
  for (const place of [0, 1]) {
    const { email } = account("user", place);
    const { id, ownerId } = await createMailing(email, 2 + place);
    const mailings = await db.mailing.findMany({ where: { ownerId }, select: { name: true } });
    people.push({
      id,
      names: mailings.map(({ name }) => name),
      session: await signedIn(account("user", place)),
    });
  }
  for (let round = 0; round < 3; round += 1) {
    for (const [place, { id, names, session }] of people.entries()) {
      const strangers = people[1 - place]?.names ?? [];
      for (const path of ["/mailings", "/ru/mailings", `/mailings/${id}`]) {
        const page = await session.get(path);
        expect(page.status(), path).toBe(200);
        const text = await page.text();
        const onIt = (name: string) => text.includes(name);
        expect(names.some(onIt), path).toBe(true);
        expect(strangers.filter((name) => !names.includes(name)).filter(onIt), path).toEqual([]);
      }
    }
  }
  for (const { session } of people) await session.dispose();
});

test("whoever is signed in gets the very pages that visitors get", async ({ request }) => {
  const session = await signedIn(account("user"));
  const article = await db.post.findFirstOrThrow({
    where: { status: "published" },
    select: { slug: true, language: true },
  });
  const paths = [
    ...["/", "/blog", "/blog/feed.xml"].flatMap((path) => LANGUAGES.map((one) => inLanguage(one, path))),
    `/blog/${article.slug}`,
    "/sitemap.xml",
  ];
  for (const path of paths) {
    await session.get(path);
    const [own, visitors] = [await session.get(path), await request.get(path)];
    expect(own.headers()["set-cookie"], path).toBeUndefined();
    expect(await own.text(), path).not.toContain(account("user").email);
    expect(visitors.headers()["set-cookie"], path).toBeUndefined();
    expect(howKept(own), path).toMatch(/s-maxage|max-age/);
    expect(howKept(visitors), path).toBe(howKept(own));
  }
  await session.dispose();
});

/** Without seconds: home is kept until its minute ends, so that each making of it says others. */
function howKept(answer: APIResponse): string {
  return (answer.headers()["cache-control"] ?? "").replaceAll(/=\d+/g, "");
}
