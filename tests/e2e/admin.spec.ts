import { expect, type Locator } from "@playwright/test";
import { createAccount } from "@/tests/e2e/support/accounts";
import { barriersOf } from "@/tests/e2e/support/axe";
import {
  acceptedOf,
  attemptsOf,
  batchesOnTheWay,
  createMailing,
  db,
  verify,
} from "@/tests/e2e/support/ledger";
import { mailsPerAddress, mailsTo } from "@/tests/e2e/support/mailbox";
import { inLanguage, JOURNEY_LANGUAGES } from "@/tests/e2e/support/setting";
import { account, confirmedStart, signIn, test, trySignIn } from "@/tests/e2e/support/test";
import { words } from "@/tests/e2e/support/words";

const RECIPIENTS = 1500;
/** Many times what the engine takes to send the next batch of a mailing that is not held. */
const LONG_ENOUGH_MS = 1_500;

for (const language of JOURNEY_LANGUAGES) {
  const said = words[language];

  test(`somebody blocked at work is out at their next request, reads why, and comes back (${language})`, async ({
    pageOf,
  }) => {
    const user = await createAccount("user", language);
    const theirs = await pageOf(user);
    await theirs.goto(inLanguage(language, "/mailings"));
    await expect(theirs.getByRole("heading", { level: 1, name: said.mailings })).toBeVisible();

    const watching = await pageOf(account("manager"));
    await watching.goto(inLanguage(language, `/admin/users?search=${user.email}`));
    const row = watching.getByRole("row").filter({ hasText: user.email });
    await chooseFor(row, said.block);
    const dialog = watching.getByRole("alertdialog");
    await dialog.getByRole("button", { name: said.block }).click();
    await expect(dialog.getByText(said.reasonMissing)).toBeVisible();
    expect(await barriersOf(watching)).toEqual([]);
    await dialog.getByLabel(said.reason).fill("Three complaints");
    await dialog.getByRole("button", { name: said.block }).click();
    await expect(row.getByText(said.blocked, { exact: true })).toBeVisible();

    await theirs.goto(inLanguage(language, "/mailings"));
    await expect(theirs).toHaveURL(/\/login/);
    await trySignIn(theirs, user, language);
    await expect(theirs.getByText(said.youAreBlocked("Three complaints"))).toBeVisible();

    await chooseFor(row, said.unblock);
    await dialog.getByLabel(said.reason).fill("They asked first");
    await dialog.getByRole("button", { name: said.unblock }).click();
    await expect(row.getByText(said.blocked, { exact: true })).toHaveCount(0);
    await signIn(theirs, user, language);
    const events = await db.auditEvent.findMany({
      where: { targetName: user.email },
      orderBy: { createdAt: "asc" },
      select: { action: true, actorEmail: true, reason: true },
    });
    const { email: actorEmail } = account("manager");
    expect(events).toEqual([
      { action: "user_blocked", actorEmail, reason: "Three complaints" },
      { action: "user_unblocked", actorEmail, reason: "They asked first" },
    ]);
  });
}

test("a mailing stopped while it goes out sends nothing more, and the rest once when that is lifted", async ({
  pageOf,
}) => {
  const said = words.en;
  const owner = account("user");
  const { id, addresses } = await createMailing(owner.email, RECIPIENTS);
  const theirs = await pageOf(owner);
  const watching = await pageOf(account("manager"));
  for (const page of [theirs, watching]) await page.goto(`/mailings/${id}`);
  await expect(watching.getByRole("button", { name: said.start })).toHaveCount(0);
  await expect(theirs.getByRole("button", { name: said.stop, exact: true })).toHaveCount(0);
  await watching.getByRole("button", { name: said.stop, exact: true }).click();
  const dialog = watching.getByRole("alertdialog");
  await dialog.getByLabel(said.reason).fill("It promises too much");

  await (await confirmedStart(theirs)).click();
  await expect.poll(() => acceptedOf(id)).toBeGreaterThan(0);
  await dialog.getByRole("button", { name: said.stopConfirm }).click();
  await expect(watching.getByText(said.stopped, { exact: true })).toBeVisible();
  await expect.poll(() => batchesOnTheWay(id)).toBe(0);
  const sent = (await mailsTo(addresses)).length;
  expect(sent).toBeLessThan(RECIPIENTS);
  await watching.waitForTimeout(LONG_ENOUGH_MS);
  expect(await mailsTo(addresses)).toHaveLength(sent);
  await expect(theirs.getByText("It promises too much")).toBeVisible();

  await watching.getByRole("button", { name: said.lift }).click();
  await dialog.getByLabel(said.reason).fill("They changed it");
  await dialog.getByRole("button", { name: said.liftConfirm }).click();
  const attempt = watching.getByRole("row").filter({ hasText: said.byHand });
  await expect(attempt).toContainText(said.succeeded, { timeout: 60_000 });
  expect(await attemptsOf(id)).toEqual([
    expect.objectContaining({ planned: RECIPIENTS, accepted: RECIPIENTS }),
  ]);
  expect(await mailsPerAddress(addresses)).toEqual([1]);
  expect(await verify()).toEqual([]);
});

for (const language of JOURNEY_LANGUAGES) {
  const said = words[language];

  test(`a role given by an admin opens its pages at the next sign-in, and the audit log says who gave it (${language})`, async ({
    pageOf,
  }) => {
    const user = await createAccount("user", language);
    const theirs = await pageOf(user);
    await theirs.goto(inLanguage(language, "/mailings"));
    await expect(theirs.getByRole("link", { name: said.supervision })).toHaveCount(0);

    const giving = await pageOf(account("admin"));
    await giving.goto(inLanguage(language, `/admin/users?search=${user.email}`));
    const row = giving.getByRole("row").filter({ hasText: user.email });
    await chooseFor(row, said.role);
    const dialog = giving.getByRole("alertdialog");
    await expect(dialog.getByRole("radio", { name: new RegExp(`^${said.user}`) })).toBeChecked();
    expect(await barriersOf(giving)).toEqual([]);
    await dialog.getByRole("radio", { name: new RegExp(`^${said.manager}`) }).check();
    await dialog.getByRole("button", { name: said.giveRole }).click();
    await expect(row.getByText(said.manager, { exact: true })).toBeVisible();

    await theirs.goto(inLanguage(language, "/mailings"));
    await expect(theirs).toHaveURL(/\/login/);
    await signIn(theirs, user, language);
    await theirs.getByRole("banner").getByRole("link", { name: said.supervision }).click();
    await expect(theirs.getByRole("heading", { level: 1, name: said.users })).toBeVisible();

    await giving.goto(inLanguage(language, `/admin/audit?search=${user.email}`));
    const event = giving.getByRole("row").filter({ hasText: user.email });
    await expect(event).toContainText(`${said.user} → ${said.manager}`);
    await expect(event).toContainText(account("admin").email);
  });
}

test.describe("the pages over everybody's things", () => {
  test.use({ expectedErrors: [[/status of 403/], { scope: "test" }] });

  test("are not for users and content managers, nor the audit log for managers", async ({ pageOf }) => {
    const ofAll = ["users", "mailings", "messages", "recipients", "attempts", "audit"];
    const closed = { user: ofAll, content_manager: ofAll, manager: ["audit"] };
    for (const [role, sections] of Object.entries(closed)) {
      const page = await pageOf(account(role));
      for (const section of sections) {
        const response = await page.request.get(`/admin/${section}`);
        expect(response.status(), `${role}: ${section}`).toBe(403);
      }
      await page.goto("/admin/audit");
      await expect(page.getByRole("heading", { level: 1, name: words.en.forbidden })).toBeVisible();
      expect(await barriersOf(page)).toEqual([]);
    }
  });
});

/** From the menu of a row, by keyboard: its button, then the entry. */
async function chooseFor(row: Locator, entry: string): Promise<void> {
  await row.getByRole("button").press("Enter");
  await row.page().getByRole("menuitem", { name: entry, exact: true }).press("Enter");
}
