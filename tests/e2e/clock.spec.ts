import { expect } from "@playwright/test";
import { setClock } from "@/scripts/seed/clock";
import { createAccount } from "@/tests/e2e/support/accounts";
import { attemptsOf, db, verify } from "@/tests/e2e/support/ledger";
import { mailsTo } from "@/tests/e2e/support/mailbox";
import { test } from "@/tests/e2e/support/test";
import { words } from "@/tests/e2e/support/words";

const MINUTE_MS = 60_000;
/** Shorter than until anything of the demo data is due, longer than the test takes until the clock is turned. */
const AHEAD_MS = 20 * MINUTE_MS;

// The clock is everybody's: the tests that follow have the right one, however this one ends.
test.afterAll(() => setClock(db, 0));

test("a mailing of the future that somebody makes waits for its time, then goes out by itself and arrives once", async ({
  pageOf,
}) => {
  const owner = await createAccount("user");
  const { id: ownerId } = await db.user.findUniqueOrThrow({ where: { email: owner.email } });
  const email = owner.email.replace("people", "readers");
  await db.recipient.create({ data: { ownerId, email, name: "Vera" } });
  await db.message.create({
    data: { ownerId, subject: "For later", html: "<p>Hello {{name}}</p>", text: "Hello {{name}}" },
  });
  const page = await pageOf(owner);
  await page.goto("/mailings/new");
  const name = `Later ${ownerId}`;
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("searchbox", { name: "Single recipients" }).fill(email);
  await page.getByRole("button", { name: email }).click();
  await page.getByText("At a time", { exact: true }).click();
  // A form's time is in whole minutes, and in UTC, as a new account's are.
  const start = new Date(Date.now() + AHEAD_MS).toISOString().slice(0, 16);
  await page.getByLabel("Start time").fill(start);
  const forecast = page.getByRole("region", { name: "What will happen" }).filter({ visible: true });
  await expect(forecast).toContainText("1 person receives it");
  await page.getByRole("button", { name: "Schedule", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.getByText("Created", { exact: true })).toBeVisible();
  await expect(page.getByRole("table", { name: "Next runs" }).getByRole("row")).toHaveCount(2);
  await expect(page.getByText("It has not run yet.")).toBeVisible();
  const { id } = await db.mailing.findFirstOrThrow({ where: { name } });
  expect(await attemptsOf(id)).toEqual([]);

  await setClock(db, AHEAD_MS);
  // Nobody loads the page again; the engine looks at its clock every minute.
  const row = page.getByRole("row").filter({ hasText: words.en.succeeded });
  await expect(row).toContainText(words.en.accepted(1), { timeout: 180_000 });
  await expect(page.getByText("Finished", { exact: true })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Finished; no upcoming runs." })).toBeVisible();
  const attempts = await db.attempt.findMany({
    where: { mailingId: id },
    select: { kind: true, occurrenceAt: true, createdAt: true },
  });
  const dueAt = new Date(`${start}:00Z`);
  expect(attempts).toMatchObject([{ kind: "scheduled", occurrenceAt: dueAt }]);
  expect(Number(attempts[0]?.createdAt)).toBeGreaterThanOrEqual(dueAt.getTime());
  expect(await mailsTo([email])).toMatchObject([{ subject: "For later" }]);
  expect(await verify()).toEqual([]);
});
