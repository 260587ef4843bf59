import { expect } from "@playwright/test";
import { db } from "@/tests/e2e/support/ledger";
import { inLanguage, LANGUAGES } from "@/tests/e2e/support/setting";
import { account, test } from "@/tests/e2e/support/test";

const words = {
  en: { loading: "Loading recipients", filter: "Show", rejected: "Rejected" },
  ru: { loading: "Получатели загружаются", filter: "Показать", rejected: "Отклонено" },
};

for (const language of LANGUAGES) {
  const said = words[language];

  test(`while the recipients of an attempt are read, their outline stands in their place (${language})`, async ({
    pageOf,
  }) => {
    const { email } = account("user");
    const attempt = await db.attempt.findFirstOrThrow({
      where: { mailing: { owner: { email } }, status: "partly_failed", rejected: { gt: 0 } },
      select: { id: true },
    });
    const page = await pageOf(account("user"));
    await page.goto(inLanguage(language, `/attempts/${attempt.id}`));
    const outline = page.getByRole("status", { name: said.loading });
    await expect(page.getByRole("table")).toBeVisible();
    await db.$transaction(
      async (tx) => {
        await tx.$executeRaw`LOCK TABLE deliveries IN ACCESS EXCLUSIVE MODE`;
        await page
          .getByRole("navigation", { name: said.filter, exact: true })
          .getByText(said.rejected)
          .click();
        await expect(outline).toBeVisible();
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      },
      { timeout: 90_000, maxWait: 20_000 },
    );
    await expect(outline).toBeHidden();
    await expect(page).toHaveURL(/\?status=rejected#recipients$/);
  });
}
