import { expect } from "@playwright/test";
import { createAccount } from "@/tests/e2e/support/accounts";
import { attemptsOf, createMailing, db } from "@/tests/e2e/support/ledger";
import { signedIn } from "@/tests/e2e/support/sessions";
import { inLanguage, JOURNEY_LANGUAGES, type Language } from "@/tests/e2e/support/setting";
import { account, confirmedStart, test } from "@/tests/e2e/support/test";
import { words } from "@/tests/e2e/support/words";

const said = {
  en: {
    empty: "Three steps to your first mailing",
    running: "Recipients settled: ",
    trouble: "Since your last visit",
    health: "Health",
    whole: "Everybody’s figures",
    drafts: "Drafts",
  },
  ru: {
    empty: "Три шага до первой рассылки",
    running: "Получателей с известным итогом: ",
    trouble: "После вашего прошлого визита",
    health: "Состояние системы",
    whole: "Общие показатели",
    drafts: "Черновики",
  },
} satisfies Record<Language, Record<string, string>>;

test("what somebody starts shows on their overview by itself, moves, and is seen by who watches", async ({
  pageOf,
}) => {
  const owner = await createAccount("user");
  const page = await pageOf(owner);
  await page.goto("/overview");
  await expect(page.getByRole("heading", { name: said.en.empty })).toBeVisible();

  const watching = await pageOf(account("manager"));
  await watching.goto("/overview");
  await expect(watching.getByRole("heading", { name: said.en.whole })).toBeVisible();
  // Twenty seconds and more until it is through.
  const { id } = await createMailing(owner.email, 4_000);
  const { name } = await db.mailing.findUniqueOrThrow({ where: { id }, select: { name: true } });
  await page.goto(`/mailings/${id}`);
  await (await confirmedStart(page)).click();
  const bar = { name: said.en.running + name };
  // Nobody has loaded this page again.
  await expect(watching.getByRole("progressbar", bar)).toHaveAttribute("aria-valuenow", /^[1-9]\d?$/);
  await page.goto("/overview");
  await expect(page.getByRole("progressbar", bar)).toHaveAttribute("aria-valuenow", /^[1-9]\d?$/);
  // It goes by itself, with the figures below it.
  await expect(page.getByRole("progressbar", bar)).toHaveCount(0, { timeout: 60_000 });
  await expect(page.getByRole("heading", { name: "Last result" })).toBeVisible();
  await expect(page.getByRole("definition").filter({ hasText: /^4[,\s]000$/ })).toHaveCount(4);
  const stranger = await pageOf(account("user", 1));
  await stranger.goto("/overview");
  await expect(stranger.getByRole("heading", { level: 1, name: words.en.overview })).toBeVisible();
  await expect(stranger.getByText(name)).toHaveCount(0);
});

for (const language of JOURNEY_LANGUAGES) {
  const address = inLanguage(language, "/overview");

  test(`each role finds what is theirs, and no more (${language})`, async ({ pageOf }) => {
    const { health, whole, drafts } = said[language];
    const sections = { admin: [whole, health], manager: [whole], content_manager: [drafts], user: [] };
    for (const [role, theirs] of Object.entries(sections)) {
      const page = await pageOf(account(role));
      await page.goto(address);
      for (const section of theirs) await expect(page.getByRole("heading", { name: section })).toBeVisible();
      for (const section of [health, whole, drafts].filter((one) => !(theirs as string[]).includes(one)))
        await expect(page.getByRole("heading", { name: section })).toHaveCount(0);
    }
  });
}

test("a mailing that waits for its time is started from the overview while that run is to come, which leads to where it goes out", async ({
  pageOf,
}) => {
  const owner = await createAccount("user");
  const { id } = await createMailing(owner.email, 3);
  const { nextRunAt } = await db.mailing.update({ where: { id }, data: { period: "once" } });
  const page = await pageOf(owner);
  await page.goto("/overview");
  const start = await confirmedStart(page);
  // As if another tab had moved it while this one asks.
  await db.mailing.update({ where: { id }, data: { nextRunAt: new Date("2041-01-02T08:00:00Z") } });
  await start.click();
  await expect(page.getByRole("alertdialog")).toContainText(
    "This mailing ran already, or its schedule was changed.",
  );
  expect(await attemptsOf(id)).toEqual([]);
  await db.mailing.update({ where: { id }, data: { nextRunAt } });
  await start.click();
  await expect(page).toHaveURL(new RegExp(`/mailings/${id}$`));
  await expect(page.getByRole("row").filter({ hasText: words.en.succeeded })).toContainText(
    words.en.accepted(3),
  );
  // It took the place of its scheduled run.
  await page.goto("/overview");
  await expect(page.getByRole("button", { name: words.en.start })).toHaveCount(0);
});

test("what was stopped stays news for a whole visit, and a page that nobody looked at takes none away", async ({
  page,
  context,
}) => {
  const owner = await createAccount("user");
  const { id, ownerId } = await createMailing(owner.email, 1);
  await db.mailing.update({
    where: { id },
    data: { stoppedAt: new Date(), stoppedById: ownerId, stopReason: "Two complaints" },
  });
  // Signed in without a page, which would have been led there.
  const session = await signedIn(owner);
  const { cookies } = await session.storageState();
  await session.dispose();
  await context.addCookies(cookies);
  // Fetched, as a browser fetches ahead, and never shown.
  expect((await page.request.get("/overview")).status()).toBe(200);
  const seenAt = async () =>
    (await db.user.findUniqueOrThrow({ where: { id: ownerId }, select: { overviewSeenAt: true } }))
      .overviewSeenAt;
  expect(await seenAt()).toBeNull();
  for (let look = 0; look < 2; look += 1) {
    await page.goto("/overview");
    await expect(page.getByText("Two complaints")).toBeVisible();
    await expect.poll(seenAt).not.toBeNull();
  }
  // An hour later it is no news any more.
  await db.$executeRaw`
    UPDATE mailings SET stopped_at = stopped_at - interval '1 hour' WHERE id = ${id}::uuid`;
  await db.$executeRaw`
    UPDATE users SET overview_seen_at = overview_seen_at - interval '50 minutes' WHERE id = ${ownerId}::uuid`;
  await page.goto("/overview");
  await expect(page.getByRole("heading", { name: said.en.trouble })).toBeVisible();
  await expect(page.getByText("Two complaints")).toHaveCount(0);
});

test("until there is a mailing, what was just made leads on to the next step, and the overview shows nothing but the steps", async ({
  pageOf,
}) => {
  const beginner = await createAccount("user");
  const { id: ownerId } = await db.user.findUniqueOrThrow({ where: { email: beginner.email } });
  const recipient = await db.recipient.create({ data: { ownerId, email: beginner.email } });
  const page = await pageOf(beginner);
  await page.goto(`/recipients/${recipient.id}`);
  await page.getByRole("main").getByRole("link", { name: "Write a message" }).click();
  await expect(page).toHaveURL(/\/messages\/new$/);
  const message = await db.message.create({
    data: { ownerId, subject: "News", html: "<p>x</p>", text: "x" },
  });
  await page.goto(`/messages/${message.id}`);
  await page.getByRole("main").getByRole("link", { name: "Create a mailing" }).click();
  await expect(page).toHaveURL(new RegExp(`/mailings/new\\?message=${message.id}$`));
  await page.goto("/overview");
  await expect(page.getByRole("main").getByRole("heading", { level: 2 })).toHaveText([said.en.empty]);
  const experienced = await pageOf(account("user"));
  const { id } = await db.message.findFirstOrThrow({
    where: { owner: { email: account("user").email }, archivedAt: null },
  });
  await experienced.goto(`/messages/${id}`);
  await expect(experienced.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(experienced.getByRole("link", { name: "Create a mailing" })).toHaveCount(0);
});
