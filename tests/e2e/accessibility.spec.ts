import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { pagePaths } from "@/tests/e2e/support/pages";
import { inLanguage } from "@/tests/e2e/support/setting";
import { account, test } from "@/tests/e2e/support/test";

for (const colours of ["light", "dark"] as const) {
  test(`no page has a serious barrier in ${colours} colours`, async ({ page, pageOf }) => {
    const person = account("user");
    const { open, own } = await pagePaths(person);
    const workspace = await pageOf(person);
    for (const one of [page, workspace])
      await one.emulateMedia({ colorScheme: colours, reducedMotion: "reduce" });
    for (const [name, path] of Object.entries(open)) await examine(page, colours, name, path);
    for (const [name, path] of Object.entries(own))
      await examine(workspace, colours, name, inLanguage("ru", path));
  });
}

async function examine(page: Page, colours: string, name: string, path: string): Promise<void> {
  await test.step(name, async () => {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("data-theme", colours);
    const { violations, passes } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
      .analyze();
    expect(passes.map(({ id }) => id)).toContain("color-contrast");
    const barriers = violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
    expect.soft(barriers, `${name} (${path})`).toEqual([]);
  });
}
