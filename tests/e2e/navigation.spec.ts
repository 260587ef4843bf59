import { expect } from "@playwright/test";
import { inLanguage, LANGUAGES } from "@/tests/e2e/support/setting";
import { account, test } from "@/tests/e2e/support/test";

const words = {
  en: { mailings: "Mailings", supervision: "Supervision", attempts: "All attempts" },
  ru: { mailings: "Рассылки", supervision: "Контроль", attempts: "Все попытки" },
};

for (const language of LANGUAGES) {
  const said = words[language];

  test(`an admin goes from their mailings to everybody's attempts and sees where they are (${language})`, async ({
    pageOf,
  }) => {
    const page = await pageOf(account("admin"));
    await page.goto(inLanguage(language, "/mailings"));
    const header = page.getByRole("banner");
    await expect(header.getByRole("link", { name: said.mailings })).toHaveAttribute("aria-current", "page");
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
}
