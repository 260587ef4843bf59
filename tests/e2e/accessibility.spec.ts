import { expect, type Page } from "@playwright/test";
import { barriersOf } from "@/tests/e2e/support/axe";
import { pagePaths } from "@/tests/e2e/support/pages";
import { inLanguage } from "@/tests/e2e/support/setting";
import { account, test } from "@/tests/e2e/support/test";

for (const colours of ["light", "dark"] as const) {
  test(`no page has a serious barrier in ${colours} colours`, async ({ page, pageOf }) => {
    const person = account("user");
    const { open, own, admin } = await pagePaths(person);
    const workspace = await pageOf(person);
    const administration = await pageOf(account("admin"));
    for (const one of [page, workspace, administration])
      await one.emulateMedia({ colorScheme: colours, reducedMotion: "reduce" });
    for (const [name, path] of Object.entries(open)) await examine(page, colours, name, path);
    for (const [name, path] of Object.entries(own))
      await examine(workspace, colours, name, inLanguage("ru", path));
    for (const [name, path] of Object.entries(admin)) await examine(administration, colours, name, path);
  });
}

async function examine(page: Page, colours: string, name: string, path: string): Promise<void> {
  await test.step(name, async () => {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("data-theme", colours);
    expect.soft(await barriersOf(page), `${name} (${path})`).toEqual([]);
  });
}
