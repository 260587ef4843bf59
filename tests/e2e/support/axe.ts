import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** Those rules of these tags that look at colours; no other finds anything new in the other ones. */
const RULES_OF_COLOURS = ["color-contrast", "link-in-text-block"];

type Colours = "light" | "dark";

/** What keeps somebody out of a page as it stands: rule and elements of every serious or critical barrier. */
export function barriersOf(page: Page): Promise<string[]> {
  return found(axe(page).withTags(TAGS));
}

/** The same in both colours, by one visit: every rule in those that the page has, then what looks at colours in the others. */
export async function barriersInBothColours(page: Page, colours: Colours): Promise<string[]> {
  await expect(page.locator("html")).toHaveAttribute("data-theme", colours);
  const barriers = await barriersOf(page);
  const others = colours === "light" ? "dark" : "light";
  await page.emulateMedia({ colorScheme: others });
  await expect(page.locator("html")).toHaveAttribute("data-theme", others);
  // A colour on its way to another has a contrast of its own.
  await page.evaluate(() => {
    for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish();
  });
  const ofColours = await found(axe(page).withRules(RULES_OF_COLOURS));
  await page.emulateMedia({ colorScheme: colours });
  return [
    ...barriers.map((barrier) => `${colours}: ${barrier}`),
    ...ofColours.map((barrier) => `${others}: ${barrier}`),
  ];
}

/** The mode that needs no second page, opened each time to gather what the frames found. */
function axe(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).setLegacyMode();
}

async function found(builder: AxeBuilder): Promise<string[]> {
  const { violations, passes } = await builder.analyze();
  expect(passes.map(({ id }) => id)).toContain("color-contrast");
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}
