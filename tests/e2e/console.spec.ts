import { account, test } from "@/tests/e2e/support/test";

// These hold as long as they fail: an error nobody expected must not pass unseen.
test("an error in the console of a visitor's page fails its test", async ({ page }) => {
  test.fail();
  await page.goto("/");
  await page.evaluate(() => console.error("unexpected"));
});

test("an error thrown in a page of somebody signed in fails its test", async ({ pageOf }) => {
  test.fail();
  const page = await pageOf(account("user"));
  await page.goto("/mailings");
  await Promise.all([
    page.waitForEvent("pageerror"),
    page.evaluate(() => {
      setTimeout(() => {
        throw new Error("unexpected");
      });
    }),
  ]);
});
