import { expect, type Page } from "@playwright/test";
import { createAccount } from "@/tests/e2e/support/accounts";
import { account, submit, test } from "@/tests/e2e/support/test";

const bringBack = (page: Page) => page.getByRole("button", { name: "Bring it back" });

const forms = [
  { what: "a recipient", path: "/recipients/new", field: "Comment" },
  { what: "a mailing", path: "/mailings/new", field: "Name" },
  { what: "the profile", path: "/profile", field: "Name" },
];

for (const { what, path, field } of forms) {
  test(`text that was left in the form of ${what} is brought back, or discarded for good`, async ({
    pageOf,
  }) => {
    const page = await pageOf(account("user"));
    const text = page.getByRole("textbox", { name: field, exact: true });
    const leave = async () => {
      page.once("dialog", (dialog) => void dialog.accept());
      await page.goto("/messages");
      await page.goto(path);
    };
    await page.goto(path);
    const before = await text.inputValue();
    // What is typed before the page listens is not typed into the form.
    await page.waitForLoadState("networkidle");
    await text.fill("Half a thought");
    await leave();
    await bringBack(page).click();
    await expect(text).toHaveValue("Half a thought");
    await expect(bringBack(page)).toBeHidden();
    await leave();
    await page.getByRole("button", { name: "Discard it" }).click();
    await expect(text).toHaveValue(before);
    await page.reload();
    await expect(text).toBeEditable();
    await expect(bringBack(page)).toBeHidden();
  });
}

test("what was saved is not offered as unsaved, whether another page follows or not", async ({ pageOf }) => {
  const page = await pageOf(await createAccount("user"));
  await page.goto("/recipients/new");
  await page.getByLabel("Email address").fill("vera@example.com");
  await page.getByRole("textbox", { name: "Comment", exact: true }).fill("Met at the fair");
  await submit(page, "Add recipient");
  await expect(page.getByRole("heading", { level: 1, name: "vera@example.com" })).toBeVisible();
  await page.goto("/recipients/new");
  await expect(page.getByLabel("Email address")).toBeEditable();
  await expect(bringBack(page)).toBeHidden();
  await page.goto("/profile");
  await page.getByLabel("Phone").fill("+49 (30) 901-820");
  await submit(page, "Save");
  await expect(page.getByText("Saved.").first()).toBeVisible();
  await page.goto("/profile");
  await expect(page.getByLabel("Phone")).toHaveValue("+4930901820");
  await expect(bringBack(page)).toBeHidden();
});
