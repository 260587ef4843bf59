import { expect } from "@playwright/test";
import { attemptsOf, createMailing, db, verify } from "@/tests/e2e/support/ledger";
import { csvOf } from "@/tests/e2e/support/download";
import { mailsPerAddress } from "@/tests/e2e/support/mailbox";
import { runWithRejected, setCity } from "@/tests/e2e/support/runs";
import { account, test } from "@/tests/e2e/support/test";

const RECIPIENTS = 60;

test("an attempt shows each recipient by outcome and by address, its message as sent, and the same as a file", async ({
  pageOf,
}) => {
  const { page, attemptId, addresses, rejected } = await runWithRejected(pageOf, RECIPIENTS);
  await page.goto(`/attempts/${attemptId}`);
  const rows = page.getByRole("table", { name: "Recipients" }).getByRole("row");
  await expect(page.getByText("1–50 of 60")).toBeVisible();
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page.getByText("51–60 of 60")).toBeVisible();
  await page.getByRole("link", { name: "Previous" }).click();
  await expect(page.getByText("1–50 of 60")).toBeVisible();

  await page.getByRole("navigation", { name: "Show" }).getByRole("link", { name: "Rejected 1" }).click();
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText(rejected);
  await expect(rows.nth(1)).toContainText("The email could not be built");
  const exported = page.getByRole("link", { name: "Export CSV" });
  const [head, ...bad] = await csvOf(page, exported);
  expect(head).toBe(
    "email,name,status,reason,answer,settled,fate,fate_detail,resolution,resolved,resolved_by",
  );
  expect(bad).toEqual([expect.stringContaining(`${rejected},Вера 1,rejected,unrenderable,`)]);

  // Of 60 from 0 to 59 these begin so: 1, 10 to 19.
  await page.getByRole("link", { name: "All 60" }).click();
  await expect(page.getByText("1–50 of 60")).toBeVisible();
  await page.getByRole("searchbox", { name: "Search by address" }).fill("READER1");
  await page.getByRole("searchbox").press("Enter");
  await expect(rows).toHaveCount(12);
  await expect(page).toHaveURL(/\?search=READER1#recipients$/);
  const found = addresses.filter((address) => address.startsWith("reader1")).toSorted();
  expect((await csvOf(page, exported)).slice(1).map((line) => line.split(",")[0])).toEqual(found);
  await page.getByRole("searchbox").fill("nobody");
  await page.getByRole("searchbox").press("Enter");
  await expect(page.getByRole("heading", { name: "Nothing found" })).toBeVisible();

  await page.getByText("The message as sent").click();
  await expect(page.locator("iframe")).toBeVisible();
  await expect(page.locator("iframe")).toHaveAttribute("srcdoc", "<p>To {{city}}</p>");
});

test("whoever looks for an address learns what each run did for it and why not, and its history leads to the run", async ({
  pageOf,
}) => {
  const { page, id, attemptId, rejected } = await runWithRejected(pageOf, 2);
  await page.goto(`/mailings/${id}`);
  const find = page.locator("#why-not");
  const look = async (address: string) => {
    await find.getByRole("searchbox").fill(address);
    await find.getByRole("searchbox").press("Enter");
  };
  await look("nobody");
  await expect(find.getByRole("status")).toHaveText(/^This does not look like an email address/);
  await look("stranger@nowhere.example");
  await expect(find.getByText("stranger@nowhere.example is not among the recipients.")).toBeVisible();
  await expect(find.getByRole("listitem")).toContainText("This run has no record of this address");
  await look(rejected.toUpperCase());
  await expect(find.getByRole("listitem")).toContainText("The email could not be built for this recipient");

  await find.getByRole("link", { name: rejected }).click();
  const entries = page.getByRole("list", { name: "History" }).locator("> li");
  await expect(entries).toHaveCount(2);
  await expect(entries.nth(1)).toContainText("Added to Posthorn");
  const { name } = await db.mailing.findUniqueOrThrow({ where: { id }, select: { name: true } });
  await page.getByRole("navigation", { name: "Mailings" }).getByRole("link", { name }).click();
  await expect(page.locator("#why-not").getByRole("listitem")).toContainText("Rejected");
  await entries.first().getByRole("link", { name }).click();
  await expect(page).toHaveURL(new RegExp(`/attempts/${attemptId}$`));
  await page.getByRole("searchbox", { name: "Search by address" }).fill("stranger@nowhere.example");
  await page.getByRole("searchbox").press("Enter");
  await expect(page.getByText("it is no recipient today")).toBeVisible();
  await page.getByRole("link", { name: "Show all" }).click();
  await expect(page.getByText("1–2 of 2")).toBeVisible();
});

test("what was rejected is tried again after a question with the number, once the fault is mended; both attempts lead to each other", async ({
  pageOf,
}) => {
  const { page, id, attemptId, addresses, rejected } = await runWithRejected(pageOf, 7);
  await setCity(rejected, "Oslo");
  await page.goto(`/attempts/${attemptId}`);
  await page.getByRole("button", { name: "Retry 1 rejected" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Retry" }).click();
  await expect(page.getByText("Retry of an earlier attempt")).toBeVisible();
  await expect.poll(async () => (await attemptsOf(id))[1]?.status).toBe("succeeded");
  await page.getByRole("main").locator("dl").getByRole("link").click();
  await expect(page.getByText("Retried by")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Retry/ })).toHaveCount(0);
  await expect(page.getByRole("main").locator("dl").getByText("Succeeded")).toBeVisible();
  expect(await mailsPerAddress(addresses)).toEqual([1]);
  expect(await verify()).toEqual([]);
});

test("the list of attempts is narrowed by mailing, outcome, start and name, and is a file of just that", async ({
  pageOf,
}) => {
  const { page, owner, id, name } = await runWithRejected(pageOf, 3);
  const other = await createMailing(owner.email, 1);
  const { name: otherName } = await db.mailing.findUniqueOrThrow({ where: { id: other.id } });
  await copyAttempt(id, other.id);
  await page.goto("/attempts");
  const rows = page.getByRole("table").getByRole("row");
  const search = page.getByRole("search");
  await expect(rows).toHaveCount(3);

  await search.getByLabel("Mailing", { exact: true }).selectOption({ label: otherName });
  await search.getByRole("button", { name: "Search" }).click();
  await expect(page).toHaveURL(new RegExp(`mailing=${other.id}`));
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText(otherName);
  await expect(search.getByLabel("Mailing", { exact: true })).toHaveValue(other.id);
  const [head, ...lines] = await csvOf(page, page.getByRole("link", { name: "Export CSV" }));
  expect(head).toMatch(/^started,mailing,kind,status,/);
  expect(lines).toEqual([expect.stringContaining(`,${otherName},scheduled,cancelled,`)]);

  await search.getByLabel("Started").selectOption({ label: "By hand" });
  await search.getByRole("button", { name: "Search" }).click();
  await expect(page.getByRole("heading", { name: "Nothing found" })).toBeVisible();
  await page.getByRole("link", { name: "Show all" }).click();
  await expect(rows).toHaveCount(3);
  await expect(search.getByLabel("Started")).toHaveValue("");
  await search.getByLabel("Status").selectOption({ label: "Partly failed" });
  await search.getByRole("searchbox").fill(name.slice(-8));
  await search.getByRole("button", { name: "Search" }).click();
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText("2 accepted, 1 rejected");
  await search.getByLabel("Period").selectOption({ label: "Last 24 hours" });
  await search.getByRole("button", { name: "Search" }).click();
  await expect(rows).toHaveCount(2);

  const watcher = await pageOf(account("manager"));
  await watcher.goto(`/admin/attempts?mailing=${id}`);
  await expect(watcher.getByRole("table").getByRole("row")).toHaveCount(2);
  await expect(watcher.getByLabel("Mailing", { exact: true }).locator("option:checked")).toContainText(name);
});

/** An attempt like that of one mailing, by schedule, of another: it was cancelled before anybody was planned. */
async function copyAttempt(from: string, to: string): Promise<void> {
  const {
    id: _id,
    startId: _startId,
    ...attempt
  } = await db.attempt.findFirstOrThrow({
    where: { mailingId: from },
  });
  const nobody = { planned: 0, accepted: 0, rejected: 0, status: "cancelled" } as const;
  await db.attempt.create({
    data: { ...attempt, ...nobody, mailingId: to, kind: "scheduled", startedById: null },
  });
}

test("on a phone and in Russian an attempt reads the same", async ({ pageOf }) => {
  const { page, attemptId, rejected } = await runWithRejected(pageOf, 3);
  await page.setViewportSize({ width: 412, height: 839 });
  await page.goto(`/ru/attempts/${attemptId}?search=reader0`);
  await expect(page.getByText("принято 2, отклонено 1")).toBeVisible();
  const rows = page.getByRole("table", { name: "Получатели" }).getByRole("row");
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText(rejected);
  await expect(rows.nth(1)).toContainText("Письмо этому получателю не удалось составить");
  await expect(page.getByRole("button", { name: "Повторить 1 отклонённое" })).toBeVisible();
});
