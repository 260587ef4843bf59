import { expect, type Locator, type Page } from "@playwright/test";
import { pagePath } from "@/tests/e2e/support/pages";
import { inLanguage, JOURNEY_LANGUAGES, type Language } from "@/tests/e2e/support/setting";
import { account, test } from "@/tests/e2e/support/test";
import { words } from "@/tests/e2e/support/words";

const frame = {
  en: {
    forbidden: "This page is not for your role",
    workspace: "To your workspace",
    articles: "Your articles",
    here: "You are here",
  },
  ru: {
    forbidden: "Эта страница не для вашей роли",
    workspace: "В ваш кабинет",
    articles: "Ваши статьи",
    here: "Вы здесь",
  },
} satisfies Record<Language, Record<string, string>>;

for (const language of JOURNEY_LANGUAGES) {
  const said = frame[language];

  test.describe("a page that the role may not open", () => {
    test.use({ expectedErrors: [[/status of 403/], { scope: "test" }] });

    test(`answers 403 and leads home (${language})`, async ({ page }) => {
      await signInBy(page, "manager", language);
      await expect(page.getByRole("heading", { level: 1, name: words[language].overview })).toBeVisible();
      const response = await page.goto(inLanguage(language, "/admin/audit"));
      expect(response?.status()).toBe(403);
      await expect(page.getByRole("heading", { level: 1, name: said.forbidden })).toBeVisible();
      await page.getByRole("link", { name: said.workspace }).click();
      await expect(page.getByRole("heading", { level: 1, name: words[language].overview })).toBeVisible();
    });
  });

  test(`a content manager begins with what they write, and public pages know who is there (${language})`, async ({
    page,
  }) => {
    const main = page.getByRole("main");
    await page.goto(inLanguage(language, "/"));
    await expect(main.getByRole("link", { name: words[language].signIn })).toBeVisible();
    await signInBy(page, "content_manager", language);
    await expect(page.getByRole("heading", { level: 1, name: words[language].overview })).toBeVisible();
    await expect(page.getByRole("heading", { level: 2, name: said.articles })).toBeVisible();
    await page.goto(inLanguage(language, "/"));
    await expect(main.getByRole("link", { name: words[language].signIn })).toHaveCount(0);
    await page.getByRole("banner").getByRole("link", { name: "Clara Penwright" }).click();
    await expect(page).toHaveURL(/\/profile$/);
  });

  test(`from an attempt the way leads up to its mailing and to the list (${language})`, async ({
    pageOf,
  }) => {
    const [mailing, attempt] = await Promise.all(
      ["a mailing", "an attempt"].map((name) => pagePath(account("user"), "user", name)),
    );
    const page = await pageOf(account("user"));
    await page.goto(inLanguage(language, attempt ?? ""));
    const trail = page.getByRole("navigation", { name: said.here });
    await follow(trail.getByRole("link").nth(1), new RegExp(`${mailing}$`));
    await follow(trail.getByRole("link"), /\/mailings$/);
    await expect(page.getByRole("heading", { level: 1, name: words[language].mailings })).toBeVisible();
  });
}

/** Once more where the click met the moment in which the page's script took over, and was lost. */
async function follow(link: Locator, address: RegExp): Promise<void> {
  const page = link.page();
  await expect(async () => {
    if (!address.test(page.url())) await link.click({ timeout: 5_000 });
    await expect(page).toHaveURL(address, { timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
}

test("a saved profile is announced", async ({ pageOf }) => {
  const page = await pageOf(account("user"));
  await page.goto("/profile");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Saved." })).toBeVisible();
});

async function signInBy(page: Page, role: string, language: Language): Promise<void> {
  const { email, password } = account(role);
  const said = words[language];
  await page.goto(inLanguage(language, "/login"));
  await page.getByLabel(said.email).fill(email);
  await page.getByLabel(said.password, { exact: true }).fill(password);
  await page.getByRole("main").getByRole("button", { name: said.signIn }).click();
}
