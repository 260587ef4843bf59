import { expect, type Page } from "@playwright/test";
import { createMailing, db } from "@/tests/e2e/support/ledger";
import { inLanguage, LANGUAGES, type Language } from "@/tests/e2e/support/setting";
import { account, test } from "@/tests/e2e/support/test";
import { words } from "@/tests/e2e/support/words";

const home = {
  en: {
    mailings: /^mailings?$/,
    active: /^active mailings?$/,
    clients: /^unique recipients?$/,
    blog: "All articles",
  },
  ru: {
    mailings: /^рассыл(ка|ки|ок)$/,
    active: /^активн(ая|ые|ых) рассыл(ка|ки|ок)$/,
    clients: /^уникальны(й|х) получател(ь|я|ей)$/,
    blog: "Все статьи",
  },
} satisfies Record<Language, Record<string, RegExp | string>>;

test("whoever pauses a mailing, the next request of another browser counts it no more", async ({
  page: visitor,
  pageOf,
}) => {
  const owner = account("user");
  const { id } = await createMailing(owner.email, 1);
  const page = await pageOf(owner);
  await page.goto(`/mailings/${id}`);
  for (const language of LANGUAGES) await visitor.goto(inLanguage(language, "/"));
  await page.getByRole("button", { name: words.en.pause }).click();
  await expect(page.getByText(words.en.paused, { exact: true })).toBeVisible();
  const active = await countActive();
  for (const language of LANGUAGES) {
    const said = home[language];
    await visitor.goto(inLanguage(language, "/"));
    expect(await figure(visitor, said.active), "active").toBe(active);
    expect(await figure(visitor, said.mailings)).toBe(
      await db.mailing.count({ where: { archivedAt: null } }),
    );
    expect(await figure(visitor, said.clients)).toBeGreaterThan(1_000);
    await expect(visitor.getByRole("article")).toHaveCount(3);
    await expect(visitor.getByRole("main").getByRole("link", { name: said.blog })).toHaveAttribute(
      "href",
      inLanguage(language, "/blog"),
    );
  }
});

async function countActive(): Promise<number> {
  return db.mailing.count({
    where: {
      ...{
        archivedAt: null,
        pausedAt: null,
        stoppedAt: null,
        protectedAt: null,
        status: { not: "finished" },
      },
      owner: { blockedAt: null, closedAt: null, role: { in: ["user", "admin"] } },
    },
  });
}

/** The number that stands beside this word. */
async function figure(page: Page, word: RegExp): Promise<number> {
  const term = page.getByRole("term").filter({ hasText: word });
  const text = await term.locator("xpath=following-sibling::dd").innerText();
  return Number(text.replace(/\D/g, ""));
}
