import { expect } from "@playwright/test";
import { createAccount } from "@/tests/e2e/support/accounts";
import { createMailing, db } from "@/tests/e2e/support/ledger";
import { test } from "@/tests/e2e/support/test";

/** Two more than are counted at once; one of them is in the mailing that brings the message. */
const MORE = 50_001;
const SUPPRESSED = 5_000;

test("the sum of more than 50,000 people is an estimate at once, and counted a moment later", async ({
  pageOf,
}) => {
  const owner = await createAccount("user");
  const { id, ownerId } = await createMailing(owner.email, 1);
  await addRecipients(ownerId);
  const { messageId } = await db.mailing.findUniqueOrThrow({ where: { id } });
  const page = await pageOf(owner);
  // The second request is kept waiting until the first one's answer has been seen.
  let letGo = () => {};
  const released = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route("**/mailings/new*", async (route) => {
    if (route.request().postData()?.includes('_exact"') === true) await released;
    await route.continue();
  });
  await page.goto(`/mailings/new?message=${messageId}`);
  await page.getByText("Everybody", { exact: true }).click();
  const forecast = page.getByRole("region", { name: "What will happen" }).filter({ visible: true });
  await expect(forecast).toContainText(/About [\d,]+ people receive it/);
  await expect(forecast).toContainText(/Unsubscribed− about [\d,]+/);
  await expect(page.getByRole("button", { name: /^Send now/ })).not.toHaveText(/\d/);

  letGo();
  await expect(forecast).toContainText("45,002 people receive it");
  await expect(forecast).toContainText("Chosen50,002");
  await expect(forecast).toContainText(/Unsubscribed−\s5,000/);
  await expect(page.getByRole("button", { name: "Send now to 45,002 people" })).toBeVisible();
});

async function addRecipients(ownerId: string): Promise<void> {
  await db.$executeRaw`
    INSERT INTO recipients (owner_id, email) SELECT ${ownerId}::uuid, 'r' || n || '@estimate.test' FROM generate_series(1, ${MORE}::int) n`;
  await db.$executeRaw`
    INSERT INTO suppressions (owner_id, email, reason)
    SELECT ${ownerId}::uuid, 'r' || n || '@estimate.test', 'unsubscribed' FROM generate_series(1, ${SUPPRESSED}::int) n`;
}
