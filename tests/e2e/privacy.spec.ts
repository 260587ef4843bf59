import { expect } from "@playwright/test";
import { attemptsOf, createMailing } from "@/tests/e2e/support/ledger";
import { inLanguage, LANGUAGES } from "@/tests/e2e/support/setting";
import { account, test } from "@/tests/e2e/support/test";
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
    const [request] = await Promise.all([
      owner.waitForRequest((one) => one.method() === "POST"),
      owner.getByRole("button", { name: words.en.start }).click(),
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
