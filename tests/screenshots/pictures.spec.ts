import { mkdir } from "node:fs/promises";
import path from "node:path";
import { expect, test, type Browser, type Page } from "@playwright/test";
import { pagePaths, READERS, type PagePaths, type Reader } from "@/tests/e2e/support/pages";
import { inLanguage, LANGUAGES, type Language } from "@/tests/e2e/support/setting";
import { account } from "@/tests/e2e/support/test";
import { words } from "@/tests/e2e/support/words";

/** Where the pictures go; `npm run screenshots` says it. */
const FOLDER = process.env.SCREENSHOTS_FOLDER ?? "screenshots";

const WIDTHS = [1280, 390] as const;
const COLOURS = ["light", "dark"] as const;

/** What answers without being a page of a role. */
const DEAD_ENDS: Partial<Record<Reader, PagePaths>> = {
  visitor: { "no such page": "/no-such-page" },
  user: { "a page of another role": "/admin/users", "no such mailing": "/mailings/x" },
  content_manager: { "the home page, signed in": "/" },
};

for (const language of LANGUAGES) {
  for (const user of READERS) {
    test(`pictures of what a ${user} sees (${language})`, async ({ browser, baseURL }) => {
      // The texts of the demo data's second user are Cyrillic.
      const paths = await pagePaths(account("user", language === "en" ? 0 : 1), user);
      const page = await pageOf(browser, baseURL, user, language);
      for (const [name, address] of Object.entries({ ...paths, ...DEAD_ENDS[user] }))
        await takeImages(page, inLanguage(language, address), `${user}, ${name}, ${language}`);
      await page.context().close();
    });
  }
}

async function pageOf(
  browser: Browser,
  baseURL: string | undefined,
  user: Reader,
  language: Language,
): Promise<Page> {
  const context = await browser.newContext({ baseURL, reducedMotion: "reduce" });
  const page = await context.newPage();
  if (user === "visitor") return page;
  const { email, password } = account(user, user === "user" && language === "ru" ? 1 : 0);
  await page.goto("/login");
  await page.getByLabel(words.en.email).fill(email);
  await page.getByLabel(words.en.password, { exact: true }).fill(password);
  await page.getByRole("main").getByRole("button", { name: words.en.signIn }).click();
  await page.waitForURL((url) => !url.pathname.endsWith("/login"));
  return page;
}

/** One page in every width and colour, loaded once. */
async function takeImages(page: Page, address: string, name: string): Promise<void> {
  await test.step(name, async () => {
    await page.goto(address, { waitUntil: "networkidle" });
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    for (const colours of COLOURS) {
      await page.emulateMedia({ colorScheme: colours });
      await expect(page.locator("html")).toHaveAttribute("data-theme", colours);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
        const file = path.join(FOLDER, `${name}, ${width}, ${colours}.png`);
        await mkdir(path.dirname(file), { recursive: true });
        await page.screenshot({ path: file, fullPage: true, animations: "disabled" });
      }
    }
  });
}
