import { expect } from "@playwright/test";
import { acceptedOf, attemptsOf, batchesOnTheWay, createMailing, verify } from "@/tests/e2e/support/ledger";
import { mailsPerAddress, mailsTo } from "@/tests/e2e/support/mailbox";
import { account, confirmedStart, test } from "@/tests/e2e/support/test";
import { words } from "@/tests/e2e/support/words";

const RECIPIENTS = 2000;
/** Longer than the scheduler and a tick take to send the next batch of a mailing that is not held. */
const LONG_ENOUGH_MS = 4_000;

const said = words.en;

test("a paused mailing sends nothing more, and resumed it sends the rest once", async ({ pageOf }) => {
  const owner = account("user");
  const { id, addresses } = await createMailing(owner.email, RECIPIENTS);
  const page = await pageOf(owner);
  await page.goto(`/mailings/${id}`);
  await (await confirmedStart(page)).click();
  await expect(page.getByRole("progressbar", { name: said.settled })).toBeVisible();
  await expect.poll(() => acceptedOf(id)).toBeGreaterThan(0);
  await page.getByRole("button", { name: said.pause }).click();
  await expect(page.getByRole("heading", { name: said.held })).toBeVisible();
  await expect(page.getByText(said.paused, { exact: true })).toBeVisible();
  // A keyboard goes on where it was: the button that was pressed is gone.
  await expect(page.getByRole("button", { name: said.resume })).toBeFocused();

  await expect.poll(() => batchesOnTheWay(id)).toBe(0);
  const sent = (await mailsTo(addresses)).length;
  expect(sent).toBeLessThan(RECIPIENTS);
  await page.waitForTimeout(LONG_ENOUGH_MS);
  expect(await mailsTo(addresses)).toHaveLength(sent);
  expect(await acceptedOf(id)).toBe(sent);
  expect(await attemptsOf(id)).toEqual([expect.objectContaining({ closedAt: null })]);

  await page.getByRole("button", { name: said.resume }).click();
  const attempt = page.getByRole("row").filter({ hasText: said.byHand });
  await expect(attempt).toContainText(said.succeeded, { timeout: 60_000 });
  expect(await attemptsOf(id)).toEqual([
    expect.objectContaining({ status: "succeeded", planned: RECIPIENTS, accepted: RECIPIENTS }),
  ]);
  expect(await mailsPerAddress(addresses)).toEqual([1]);
  expect(await verify()).toEqual([]);
});
