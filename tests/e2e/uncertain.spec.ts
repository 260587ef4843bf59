import { expect, type Page } from "@playwright/test";
import { createAccount } from "@/tests/e2e/support/accounts";
import { attemptsOf, createMailing, db, verify } from "@/tests/e2e/support/ledger";
import { mailsTo } from "@/tests/e2e/support/mailbox";
import { closedUncertain } from "@/tests/e2e/support/runs";
import { test } from "@/tests/e2e/support/test";

const RECIPIENTS = 4;

test("of uncertain emails one is treated as accepted and one goes out again, each after the risk in words; the others wait", async ({
  pageOf,
}) => {
  const owner = await createAccount("user");
  const mailing = await createMailing(owner.email, RECIPIENTS);
  const attemptId = await closedUncertain(mailing);
  const [treated = "", again = ""] = mailing.addresses;
  const page = await pageOf(owner);
  await page.goto(`/mailings/${mailing.id}`);
  const told = page.getByText("4 emails of this run are uncertain.");
  await told.getByRole("link", { name: "Show them" }).click();
  await expect(page).toHaveURL(new RegExp(`/attempts/${attemptId}\\?status=uncertain#recipients$`));
  await expect(page.getByRole("heading", { name: "Nobody knows whether 4 emails went out" })).toBeVisible();

  await page.getByRole("checkbox", { name: treated }).check();
  await page.getByRole("button", { name: "Treat as accepted", exact: true }).click();
  const accept = question(page, "Treat 1 uncertain email as accepted?");
  await expect(accept).toContainText("Whoever did not get the email will not get it from this run.");
  await accept.getByRole("button", { name: "Treat as accepted" }).click();
  await expect(page.getByText("1 email is treated as accepted")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Nobody knows whether 3 emails went out" })).toBeVisible();
  await expect(page.getByRole("checkbox", { name: treated })).toHaveCount(0);

  await page.getByRole("checkbox", { name: again }).check();
  await page.getByRole("button", { name: "Send again", exact: true }).click();
  const resend = question(page, "Send 1 uncertain email again?");
  await expect(resend).toContainText("Whoever got the first email may receive it twice.");
  await resend.getByRole("button", { name: "Send again" }).click();
  await expect(page.getByText("Retry of an earlier attempt")).toBeVisible();
  await expect.poll(async () => (await attemptsOf(mailing.id))[1]?.status).toBe("succeeded");

  await page.getByRole("main").locator("dl").getByRole("link").click();
  await expect(page.getByRole("heading", { name: "Nobody knows whether 2 emails went out" })).toBeVisible();
  const { name } = await db.user.findUniqueOrThrow({ where: { email: owner.email }, select: { name: true } });
  const row = (address: string) => page.getByRole("row").filter({ hasText: address });
  await expect(row(treated)).toContainText(`Treated as accepted by ${name}`);
  await expect(row(again)).toContainText(`Sent again by ${name}`);

  expect(await attemptsOf(mailing.id)).toMatchObject([
    { kind: "manual", status: "partly_failed", planned: RECIPIENTS, accepted: 1 },
    { kind: "retry", status: "succeeded", planned: 1, accepted: 1 },
  ]);
  expect((await mailsTo(mailing.addresses)).map(({ to }) => to)).toEqual([[again]]);
  expect(await verify()).toEqual([]);
});

/** The dialog that asks; the message that something was done is an alertdialog too. */
function question(page: Page, title: string) {
  return page.getByRole("alertdialog", { name: title });
}
