import { devices, expect, type Page } from "@playwright/test";
import { barriersOf, barriersOfColour } from "@/tests/e2e/support/axe";
import { namesToExamine, pagePath, READERS, type Reader } from "@/tests/e2e/support/pages";
import { inLanguage, LANGUAGES, type Account, type Language } from "@/tests/e2e/support/setting";
import { account, test } from "@/tests/e2e/support/test";
import { words } from "@/tests/e2e/support/words";

// They change nothing, so they fill whatever worker has nothing to do.
test.describe.configure({ mode: "parallel" });

/**
 * Each language has its own, so that every page is examined in both: in the one as in the other it has the same styles,
 * and the same elements, which are looked at once.
 */
const COLOURS = { en: "light", ru: "dark" } as const;

for (const language of LANGUAGES) {
  const colours = COLOURS[language];
  // The texts of the demo data's second user are Cyrillic.
  const owner = account("user", language === "en" ? 0 : 1);

  test.describe("whoever looks", () => {
    // What looks for barriers looks into the frame of a message's preview as well, and may run nothing there.
    test.use({ expectedErrors: [[/^Blocked script execution in 'about:srcdoc'/], { scope: "test" }] });

    for (const reader of READERS) {
      for (const name of namesToExamine(reader)) {
        test(`${name} opens for a ${reader}, says what it is, fits a desk's screen and a phone's, and keeps nobody out (${language})`, async ({
          lookOf,
        }) => {
          const path = await pagePath(owner, reader, name);
          const page = await lookOf(reader === "visitor" ? reader : userOf(reader, owner));
          // The page before it was left as wide as a phone.
          await page.setViewportSize(devices["Desktop Chrome"].viewport);
          await page.emulateMedia({ colorScheme: colours, reducedMotion: "reduce" });
          await look(page, language, path);
          await expect(page.locator("html")).toHaveAttribute("data-theme", colours);
          expect.soft(await (language === "en" ? barriersOf : barriersOfColour)(page)).toEqual([]);
          await page.setViewportSize(devices["Pixel 7"].viewport);
          await expectToFit(page);
        });
      }
    }
  });

  test.describe("what is not there", () => {
    test.use({ expectedErrors: [[/status of 404/], { scope: "test" }] });

    test(`answers 404 in the language asked for (${language})`, async ({ lookOf }) => {
      const page = await lookOf("visitor");
      await page.emulateMedia({ colorScheme: colours, reducedMotion: "reduce" });
      const response = await page.goto(inLanguage(language, "/no-such-page"));
      expect(response?.status()).toBe(404);
      await expect(page.getByRole("heading", { level: 1, name: words[language].notFound })).toBeVisible();
      await expect(page).toHaveTitle(`${words[language].notFound} · Posthorn`);
      await expect(page.locator("html")).toHaveAttribute("lang", language);
      expect(await barriersOf(page)).toEqual([]);
    });
  });
}

function userOf(reader: Exclude<Reader, "visitor">, owner: Account): Account {
  return reader === "user" ? owner : account(reader);
}

async function look(page: Page, language: Language, path: string): Promise<void> {
  const response = await page.goto(inLanguage(language, path));
  expect(response?.status()).toBe(200);
  await expect(page.locator("html")).toHaveAttribute("lang", language);
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  await expect(page).toHaveTitle(/\S/);
  await expectToFit(page);
}

async function expectToFit(page: Page): Promise<void> {
  const overhang = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(overhang, "pixels beyond the screen's right edge").toBeLessThanOrEqual(0);
}
