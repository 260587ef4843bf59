import { expect, type Page } from "@playwright/test";
import { barriersOf } from "@/tests/e2e/support/axe";
import { inLanguage, JOURNEY_LANGUAGES, LANGUAGES } from "@/tests/e2e/support/setting";
import { account, test } from "@/tests/e2e/support/test";

const words = {
  en: {
    mailings: "Mailings",
    supervision: "Supervision",
    attempts: "All attempts",
    role: "Filter by role",
    manager: "Manager",
    anyRole: "Any role",
    pages: "Pages",
    next: "Next",
    first: "First page",
    palette: "Search and commands",
    newMailing: "New mailing",
    begin: "new mai",
    shortcuts: "Keyboard shortcuts",
  },
  ru: {
    mailings: "Рассылки",
    supervision: "Контроль",
    attempts: "Все попытки",
    role: "Фильтр по роли",
    manager: "Менеджер",
    anyRole: "Любая роль",
    pages: "Страницы",
    next: "Дальше",
    first: "К началу",
    palette: "Поиск и команды",
    newMailing: "Новая рассылка",
    begin: "новая р",
    shortcuts: "Горячие клавиши",
  },
};

for (const language of JOURNEY_LANGUAGES) {
  const said = words[language];

  test(`an admin goes from their mailings to everybody's attempts and sees where they are (${language})`, async ({
    pageOf,
  }) => {
    const page = await pageOf(account("admin"));
    await page.goto(inLanguage(language, "/mailings"));
    const header = page.getByRole("banner");
    await expect(header.getByRole("link", { name: said.mailings })).toHaveAttribute("aria-current", "page");
    // An admin of the demo data has no mailing, and so nothing to look for.
    await expect(page.locator("[data-list=empty]")).toBeVisible();
    await expect(page.getByRole("searchbox")).toBeHidden();
    await header.getByRole("link", { name: said.supervision }).click();
    const bar = page.getByRole("navigation", { name: said.supervision });
    await bar.getByRole("link", { name: said.attempts }).click();
    await expect(page).toHaveURL(new RegExp(`${inLanguage(language, "/admin/attempts")}$`));
    await expect(bar.getByRole("link", { name: said.attempts })).toHaveAttribute("aria-current", "page");
    await expect(header.getByRole("link", { name: said.supervision })).toHaveAttribute(
      "aria-current",
      "true",
    );
    await expect(header.getByRole("link", { name: said.mailings })).not.toHaveAttribute("aria-current");
  });

  test(`by keys alone somebody finds a recipient, begins a mailing and sees which keys there are (${language})`, async ({
    pageOf,
  }) => {
    const page = await pageOf(account("user"));
    await page.goto(inLanguage(language, "/recipients"), { waitUntil: "networkidle" });
    const address = (await page.locator("tbody").getByRole("link").first().textContent()) ?? "";
    const palette = page.getByRole("dialog", { name: said.palette });
    await page.keyboard.press("Control+k");
    await palette.getByRole("textbox").fill(address);
    await expect(palette.getByRole("menuitem", { name: address })).toBeVisible();
    expect(await barriersOf(page)).toEqual([]);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1 })).toContainText(address);

    await page.keyboard.press("Control+k");
    await palette.getByRole("textbox").fill(said.begin);
    await expect(palette.getByRole("menuitem")).toHaveText([said.newMailing]);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`${inLanguage(language, "/mailings/new")}$`));

    await page.goto(inLanguage(language, "/recipients"), { waitUntil: "networkidle" });
    await page.keyboard.press("/");
    await expect(page.getByRole("searchbox")).toBeFocused();
    // In a field it is text.
    await page.keyboard.press("?");
    await expect(page.getByRole("searchbox")).toHaveValue("?");
    await page.getByRole("heading", { level: 1 }).click();
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: said.shortcuts })).toBeVisible();
  });

  test(`a filter and a later page of a list show their own rows, and the way back the first ones (${language})`, async ({
    pageOf,
  }) => {
    const page = await pageOf(account("admin"));
    const rows = page.locator("tbody tr");
    await page.goto(inLanguage(language, "/admin/users"), { waitUntil: "networkidle" });
    const others = rows.filter({ hasNot: page.getByText(said.manager, { exact: true }) });
    await expect(others).not.toHaveCount(0);
    const choices = page.getByRole("navigation", { name: said.role, exact: true });
    // With its number; "Content manager" ends alike.
    await choices.getByRole("link", { name: new RegExp(`^${said.manager}`) }).click();
    await expect(others).toHaveCount(0);
    await expect(rows).not.toHaveCount(0);
    await choices.getByRole("link", { name: said.anyRole }).click();
    await expect(others).not.toHaveCount(0);
    await page.goBack();
    await expect(others).toHaveCount(0);
    await page.goBack();
    await expect(others).not.toHaveCount(0);
    await page.goForward();
    await expect(others).toHaveCount(0);

    await page.goto(inLanguage(language, "/admin/users"), { waitUntil: "networkidle" });
    const field = page.getByRole("searchbox");
    await field.fill("manager@");
    await field.press("Enter");
    await expect(page).toHaveURL(/search=manager/);
    await page.goBack();
    await expect(others).not.toHaveCount(0);
    await expect(field).toHaveValue("");

    // The demo's: addresses that other tests make meanwhile begin with a hexadecimal digit.
    const search = "/admin/recipients?search=m";
    await page.goto(inLanguage(language, search), { waitUntil: "networkidle" });
    const first = (await rows.first().textContent()) ?? "";
    const pages = page.getByRole("navigation", { name: said.pages });
    await pages.getByRole("link", { name: said.next }).click();
    await expect(rows.first()).not.toHaveText(first);
    await pages.getByRole("link", { name: said.first }).click();
    await expect(rows.first()).toHaveText(first);
  });
}

test("the browser fetches ahead what is kept for everybody, and nothing that is made for one request", async ({
  page: visitors,
  pageOf,
}) => {
  const admins = await pageOf(account("admin"));
  for (const path of ["/overview", "/admin/attempts", "/admin/users"]) {
    const ahead = await fetchedAhead(admins, path);
    // When the first has been, so have all.
    await expect.poll(() => ahead.length, path).toBeGreaterThan(0);
    expect(
      ahead.filter((one) => !["/", "/blog", "/mailings"].includes(one)),
      path,
    ).toEqual([]);
  }
  const ahead = await fetchedAhead(visitors, "/");
  await expect.poll(() => ahead).toContain("/login");
});

test("a page is told for which query it was made, so that whatever fetches it ahead takes it for no other", async ({
  pageOf,
}) => {
  const admins = await pageOf(account("admin"));
  for (const language of LANGUAGES) {
    const address = inLanguage(language, "/admin/users?role=manager&state=active");
    const page = await admins.request.get(address, { headers: { RSC: "1" } });
    expect(page.headers()["x-nextjs-rewritten-query"]).toBe("role=manager&state=active");
  }
});

/** Goes on to grow while the page is open. */
async function fetchedAhead(page: Page, path: string): Promise<string[]> {
  const ahead: string[] = [];
  page.removeAllListeners("request");
  page.on("request", (request) => {
    if ("next-router-prefetch" in request.headers()) ahead.push(new URL(request.url()).pathname);
  });
  await page.goto(path, { waitUntil: "networkidle" });
  return ahead;
}
