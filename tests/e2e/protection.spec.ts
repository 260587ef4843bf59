import { expect } from "@playwright/test";
import { createAccount } from "@/tests/e2e/support/accounts";
import {
  acceptedOf,
  attemptsOf,
  batchesOnTheWay,
  createMailing,
  db,
  verify,
} from "@/tests/e2e/support/ledger";
import { mailsPerAddress, mailsTo } from "@/tests/e2e/support/mailbox";
import { confirmedStart, test } from "@/tests/e2e/support/test";
import { words } from "@/tests/e2e/support/words";

/** Twenty seconds and more until it is through: time to look, on a slow machine too. */
const RECIPIENTS = 4_000;
/** Five per cent of all: too many whenever they come. */
const BOUNCED = 100;

const said = words.en;

test("a mailing of which too many emails bounced holds itself, says how many of how many, and sends the rest once when its owner resumes it", async ({
  pageOf,
}) => {
  const owner = await createAccount("user");
  const [mailing, other] = [
    await createMailing(owner.email, RECIPIENTS),
    await createMailing(owner.email, 1),
  ];
  const page = await pageOf(owner);
  await page.goto(`/mailings/${mailing.id}`);
  await (await confirmedStart(page)).click();
  await expect.poll(() => acceptedOf(mailing.id)).toBeGreaterThanOrEqual(BOUNCED);
  await bounce(mailing.id);

  // Nobody loads the page again.
  const hold = page.getByText(/^Paused automatically on .+ to protect the sender: /);
  await expect(hold).toBeVisible();
  const { name, reason } = await heldBecause(mailing.id);
  await expect(hold).toContainText(reason);
  await expect(hold).toContainText("email providers close accounts above 4%. Check this, then resume");
  await expect(page.getByRole("heading", { name: said.held })).toBeVisible();

  await expect.poll(() => batchesOnTheWay(mailing.id)).toBe(0);
  const sent = await acceptedOf(mailing.id);
  expect(sent).toBeLessThan(RECIPIENTS);
  // The engine goes on with what is not held.
  await page.goto(`/mailings/${other.id}`);
  await (await confirmedStart(page)).click();
  await expect(page.getByRole("row").filter({ hasText: said.byHand })).toContainText(said.succeeded);
  expect(await mailsTo(mailing.addresses)).toHaveLength(sent);

  await page.goto("/overview");
  const trouble = page.getByRole("main").getByRole("listitem").filter({ hasText: reason });
  await expect(trouble).toContainText("Protected");
  await trouble.getByRole("link", { name }).click();
  await page.getByRole("button", { name: said.resume }).click();
  const run = page.getByRole("row").filter({ hasText: said.byHand });
  await expect(run).toContainText(said.succeeded, { timeout: 180_000 });
  await expect(hold).toHaveCount(0);
  expect(await attemptsOf(mailing.id)).toEqual([
    expect.objectContaining({ status: "succeeded", planned: RECIPIENTS, accepted: RECIPIENTS }),
  ]);
  expect(await mailsPerAddress(mailing.addresses)).toEqual([1]);
  expect(await verify()).toEqual([]);
});

/** As the provider's webhooks leave a hundred of the emails that were accepted. */
async function bounce(mailingId: string): Promise<void> {
  const changed = await db.$executeRaw`
    UPDATE deliveries SET fate = 'bounced', fate_at = engine_now() WHERE id IN (
      SELECT d.id FROM deliveries d JOIN attempts a ON a.id = d.attempt_id
      WHERE a.mailing_id = ${mailingId}::uuid AND d.status = 'accepted' ORDER BY d.id LIMIT ${BOUNCED})`;
  expect(changed).toBe(BOUNCED);
}

/** What holds a mailing, from the ledger, in the page's words. */
async function heldBecause(id: string): Promise<{ name: string; reason: string }> {
  const { name, protectedEvents, protectedAccepted } = await db.mailing.findUniqueOrThrow({ where: { id } });
  const of = new Intl.NumberFormat("en").format(protectedAccepted ?? 0);
  expect(protectedEvents).toBe(BOUNCED);
  return { name, reason: `${BOUNCED} of ${of} accepted emails bounced` };
}
