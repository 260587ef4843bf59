import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** What keeps somebody out of a page as it stands: rule and elements of every serious or critical barrier. */
export function barriersOf(page: Page): Promise<string[]> {
  return found(axe(page).withTags(TAGS));
}

/** Those alone that depend on the colours. */
export function barriersOfColour(page: Page): Promise<string[]> {
  return found(axe(page).withRules(["color-contrast"]));
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
