import { expect, type Page } from "@playwright/test";
import { createAccount } from "@/tests/e2e/support/accounts";
import { csvOf } from "@/tests/e2e/support/download";
import { db } from "@/tests/e2e/support/ledger";
import { runWithRejected } from "@/tests/e2e/support/runs";
import { account, test } from "@/tests/e2e/support/test";

/** A figure of the report by the word above it; a share may stand beside it. */
async function figure(page: Page, name: string): Promise<number> {
  const term = page.locator("dt").filter({ hasText: new RegExp(`^${name}$`) });
  return Number.parseInt(await term.locator("xpath=following-sibling::dd[1]").innerText(), 10);
}

test("a report's figures are the ledger's, in all, by mailing and by day, on the page and in its files", async ({
  pageOf,
}) => {
  const { page, ownerId, name, rejected } = await runWithRejected(pageOf, 5);
  await db.delivery.updateMany({
    where: { address: { startsWith: "reader1." }, attemptId: { in: await attemptIds(ownerId) } },
    data: { fate: "delivered", fateAt: new Date() },
  });
  await page.goto("/reports");
  const ledger = await statuses(ownerId);
  expect(ledger).toEqual({ accepted: 4, rejected: 1 });
  expect(await figure(page, "Mailings")).toBe(1);
  expect(await figure(page, "Attempts")).toBe(1);
  expect(await figure(page, "Successful")).toBe(0);
  expect(await figure(page, "Unsuccessful")).toBe(1);
  expect(await figure(page, "Planned")).toBe(5);
  expect(await figure(page, "Accepted")).toBe(ledger["accepted"]);
  expect(await figure(page, "Rejected")).toBe(ledger["rejected"]);
  expect(await figure(page, "Delivered")).toBe(1);
  await expect(page.getByText("80%").first()).toBeVisible();

  const figures = "1,0,1,5,4,1,0,0,0,1,0,0,0,1,0,0,0";
  const days = await csvOf(page, page.getByRole("link", { name: "Export CSV: By day" }));
  expect(days.slice(1)).toEqual([
    expect.stringMatching(new RegExp(`^\\d{4}-\\d\\d-\\d\\d,[\\w/]+,${figures}$`)),
  ]);
  await expect(page.getByRole("table", { name: "By day" }).getByRole("row")).toHaveCount(2);

  // From the chart to the person: the day's bar, the deliveries that it counts, the recipient.
  const bar = page.locator("figure", { hasText: "Emails" }).locator(".recharts-bar-rectangle path").last();
  await bar.click();
  await expect(page).toHaveURL(/\/reports\/deliveries\?days=.*outcome=rejected/);
  const rows = page.getByRole("table", { name: "Deliveries" }).getByRole("row");
  await expect(rows).toHaveCount(2);
  await rows.getByRole("link", { name: rejected }).click();
  await expect(page.getByRole("heading", { level: 1, name: rejected })).toBeVisible();

  await page.goto("/reports?view=mailings");
  const byMailing = page.getByRole("table", { name: "By mailing" });
  await expect(byMailing.getByRole("link", { name: `${name}, Accepted: 4` })).toBeVisible();
  const mailings = await csvOf(page, page.getByRole("link", { name: "Export CSV: By mailing" }));
  expect(mailings.slice(1)).toEqual([`${name},${figures}`]);

  await db.attempt.updateMany({ where: { ownerId }, data: { createdAt: daysAgo(20) } });
  await page.goto("/reports");
  await page.getByRole("link", { name: "7 days" }).click();
  await expect(page.getByText("Nothing ran in this period.")).toBeVisible();
  await page.getByRole("link", { name: "Quarter" }).click();
  await expect(page.getByRole("table", { name: "By day" })).toBeVisible();

  await page.setViewportSize({ width: 412, height: 839 });
  await page.goto("/ru/reports?view=whole");
  expect(await figure(page, "Принято")).toBe(4);
  expect(await figure(page, "Неуспешные")).toBe(1);
  const table = page.getByRole("table", { name: "По рассылкам" });
  await expect(table.getByRole("link", { name, exact: true })).toBeVisible();

  const watcher = await pageOf(account("manager"));
  await watcher.goto("/admin/reports?view=mailings");
  await expect(watcher.getByRole("heading", { level: 1, name: "All reports" })).toBeVisible();
  const all = await csvOf(watcher, watcher.getByRole("link", { name: "Export CSV: By mailing" }));
  expect(all[0]).toMatch(/^mailing,owner,/);
  expect(all.filter((line) => line.startsWith(`${name},Vera `))).toHaveLength(1);
});

test("a report of somebody new says that nothing ran", async ({ pageOf }) => {
  const page = await pageOf(await createAccount("user"));
  await page.goto("/reports");
  await expect(page.getByText("Nothing ran in this period.")).toBeVisible();
});

function daysAgo(days: number): Date {
  return new Date(Date.now() - days * 86_400_000);
}

async function attemptIds(ownerId: string): Promise<string[]> {
  return (await db.attempt.findMany({ where: { ownerId }, select: { id: true } })).map(({ id }) => id);
}

/** How many of an owner's deliveries have each status. */
async function statuses(ownerId: string): Promise<Record<string, number>> {
  const rows = await db.delivery.groupBy({
    by: ["status"],
    where: { attemptId: { in: await attemptIds(ownerId) } },
    _count: true,
  });
  return Object.fromEntries(rows.map((row) => [row.status, row._count]));
}
