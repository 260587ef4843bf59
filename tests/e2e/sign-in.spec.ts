import { expect, type Page } from "@playwright/test";
import { createAccount } from "@/tests/e2e/support/accounts";
import { db } from "@/tests/e2e/support/ledger";
import { inLanguage, JOURNEY_LANGUAGES } from "@/tests/e2e/support/setting";
import { account, signIn, submit, test } from "@/tests/e2e/support/test";
import { words } from "@/tests/e2e/support/words";

const typing = {
  en: { phone: "Phone", save: "Save", saved: "Saved.", ended: "You are signed out." },
  ru: { phone: "Телефон", save: "Сохранить", saved: "Сохранено.", ended: "Ваш сеанс завершён." },
};

const ends = {
  // The browser has its cookie still, and it opens nothing.
  "by a new password elsewhere": async (_page: Page, { email }: { email: string }) => {
    await db.user.update({ where: { email }, data: { sessionVersion: { increment: 1 } } });
  },
  "as its cookie grows too old": (page: Page) => page.context().clearCookies(),
};

for (const language of JOURNEY_LANGUAGES) {
  const said = words[language];

  test(`somebody signs in with what the terminal showed and finds their overview in their language (${language})`, async ({
    page,
  }) => {
    // The second user of the demo data has Russian in her profile.
    await signIn(page, account("user", 1), language);
    await expect(page).toHaveURL(new RegExp(`${inLanguage("ru", "/overview")}$`));
    await expect(page.getByRole("heading", { level: 1, name: words.ru.overview })).toBeVisible();
  });

  test(`a wrong password is refused in words and opens nothing (${language})`, async ({ page }) => {
    const { email } = account("user", 1);
    await page.goto(inLanguage(language, "/login?notice=confirmed"));
    const good = page.getByText(/^(Your address is confirmed|Адрес подтверждён)/);
    await expect(good).toBeVisible();
    await page.getByLabel(said.email).fill(email);
    await page.getByLabel(said.password, { exact: true }).fill("not the password");
    await page.getByRole("main").getByRole("button", { name: said.signIn }).click();
    await expect(page.getByText(said.wrong)).toBeVisible();
    await expect(good).toHaveCount(0);
    await page.goto(inLanguage(language, "/mailings"));
    await expect(page).toHaveURL(/\/login\?next=/);
  });

  test(`who is signed out in the middle of their work is back in it after signing in again (${language})`, async ({
    page,
  }) => {
    const someone = await createAccount("user", language);
    await signIn(page, someone, language);
    await page.goto(inLanguage(language, "/mailings"));
    await ends["by a new password elsewhere"](page, someone);
    const at = inLanguage(language, "/mailings?search=x%26y");
    await page.goto(at);
    await expect(page).toHaveURL(/\/login\?next=/);
    await page.getByLabel(said.email).fill(someone.email);
    await page.getByLabel(said.password, { exact: true }).fill(someone.password);
    await page.getByRole("main").getByRole("button", { name: said.signIn }).click();
    await expect(page).toHaveURL((url) => url.pathname + url.search === at);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  });

  for (const [how, end] of Object.entries(ends)) {
    test(`who types while their session is ended loses nothing and saves after signing in beside (${how}, ${language})`, async ({
      page,
      context,
    }) => {
      const someone = await createAccount("user", language);
      await signIn(page, someone, language);
      await page.goto(inLanguage(language, "/profile"));
      const phone = page.getByLabel(typing[language].phone);
      await phone.fill("+49 30 1234567");
      await end(page, someone);
      await submit(page, typing[language].save);
      await expect(page.getByRole("main").getByText(typing[language].ended)).toBeVisible();
      await expect(phone).toHaveValue("+49 30 1234567");
      await signIn(await context.newPage(), someone, language);
      await submit(page, typing[language].save);
      await expect(page.getByText(typing[language].saved).first()).toBeVisible();
      const { phone: saved } = await db.user.findUniqueOrThrow({ where: { email: someone.email } });
      expect(saved).toBe("+49301234567");
    });
  }
}

test("a copy of the cookie of somebody who signed out opens nothing, and the tab keeps nothing of theirs", async ({
  page,
  context,
}) => {
  await signIn(page, account("user", 1), "en");
  // A page that asks for nothing by itself, which would be refused while they sign out.
  await page.goto("/profile");
  const copied = await context.cookies();
  await page.evaluate(() => window.sessionStorage.setItem("posthorn:article:theirs", "not saved"));
  await page.getByRole("button", { name: words.en.signOut }).first().click();
  await expect(page).toHaveURL(/:\d+\/$/);
  expect(await page.evaluate(() => window.sessionStorage.length)).toBe(0);
  await context.addCookies(copied);
  await page.goto("/mailings");
  await expect(page).toHaveURL(/\/login\?next=%2Fmailings$/);
});
