import { expect, type Page } from "@playwright/test";
import { pagePaths } from "@/tests/e2e/support/pages";
import { inLanguage, LANGUAGES, type Language } from "@/tests/e2e/support/setting";
import { account, test } from "@/tests/e2e/support/test";
import { words } from "@/tests/e2e/support/words";

for (const language of LANGUAGES) {
  test(`every page opens, says what it is and fits the screen (${language})`, async ({ page, pageOf }) => {
    // The texts of the demo data's second user are Cyrillic.
    const person = account("user", language === "en" ? 0 : 1);
    const { open, own, admin } = await pagePaths(person);
    for (const [name, path] of Object.entries(open)) await look(page, language, name, path);
    const workspace = await pageOf(person);
    for (const [name, path] of Object.entries(own)) await look(workspace, language, name, path);
    const administration = await pageOf(account("admin"));
    for (const [name, path] of Object.entries(admin)) await look(administration, language, name, path);
  });

  test.describe("what is not there", () => {
    test.use({ expectedErrors: [[/status of 404/], { scope: "test" }] });

    test(`answers 404 in the language asked for (${language})`, async ({ page }) => {
      const response = await page.goto(inLanguage(language, "/no-such-page"));
      expect(response?.status()).toBe(404);
      await expect(page.getByRole("heading", { level: 1, name: words[language].notFound })).toBeVisible();
      await expect(page.locator("html")).toHaveAttribute("lang", language);
    });
  });
}

async function look(page: Page, language: Language, name: string, path: string): Promise<void> {
  await test.step(name, async () => {
    const response = await page.goto(inLanguage(language, path));
    expect(response?.status()).toBe(200);
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    await expect(page).toHaveTitle(/\S/);
    const overhang = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overhang, "pixels beyond the screen's right edge").toBeLessThanOrEqual(0);
  });
}
