import { expect, type Page } from "@playwright/test";
import { attemptsOf, createMailing, verify } from "@/tests/e2e/support/ledger";
import { mailsPerAddress, mailsTo } from "@/tests/e2e/support/mailbox";
import { account, confirmedStart, test } from "@/tests/e2e/support/test";
import { words } from "@/tests/e2e/support/words";

const RECIPIENTS = 230;
const done = { kind: "manual", status: "succeeded", planned: RECIPIENTS, accepted: RECIPIENTS };

const said = words.en;

test("a start by hand sends to everybody once and leaves the schedule alone", async ({ pageOf }) => {
  const owner = account("user");
  const { id, addresses } = await createMailing(owner.email, RECIPIENTS);
  const page = await pageOf(owner);
  await page.goto(`/mailings/${id}`);
  await (await confirmedStart(page)).click();
  await expect(page.getByText(said.started)).toBeVisible();
  await expect(page.getByText(said.scheduledComes)).toBeVisible();
  const attempt = page.getByRole("row").filter({ hasText: said.byHand });
  await expect(attempt).toContainText(said.succeeded);
  await expect(attempt).toContainText(said.accepted(RECIPIENTS));

  expect(await attemptsOf(id)).toEqual([expect.objectContaining(done)]);
  expect(await mailsPerAddress(addresses)).toEqual([1]);
  const names = (await mailsTo(addresses)).map(({ text }) => text);
  expect(names.filter((text) => text.startsWith("Hello Вера "))).toHaveLength(RECIPIENTS / 2);
  expect(await verify()).toEqual([]);
});

test("a double click on start gives one attempt", async ({ pageOf }) => {
  const owner = account("user");
  const { id, addresses } = await createMailing(owner.email, RECIPIENTS);
  const page = await pageOf(owner);
  await page.goto(`/mailings/${id}`);
  await (await confirmedStart(page)).dblclick();
  await expect(page.getByRole("row").filter({ hasText: words.en.succeeded })).toHaveCount(1);

  expect(await attemptsOf(id)).toEqual([expect.objectContaining(done)]);
  expect(await mailsPerAddress(addresses)).toEqual([1]);
});

test.describe("a start that does not reach the application at first", () => {
  test.use({ expectedErrors: [[/ERR_FAILED|Failed to fetch/], { scope: "test" }] });

  test("the same form sent three times at once and again later gives one attempt", async ({ pageOf }) => {
    const owner = account("user");
    const { id, addresses } = await createMailing(owner.email, RECIPIENTS);
    const page = await pageOf(owner);
    await page.goto(`/mailings/${id}`);
    const submitted = await holdSubmission(page);
    const answers = await Promise.all([submitted.send(), submitted.send(), submitted.send()]);
    expect(answers).toEqual([200, 200, 200]);
    await expect(page.getByRole("row").filter({ hasText: words.en.succeeded })).toHaveCount(1);
    expect(await submitted.send()).toBe(200);

    expect(await attemptsOf(id)).toEqual([expect.objectContaining(done)]);
    expect(await mailsPerAddress(addresses)).toEqual([1]);
  });
});

/** Clicks start, keeps the request from leaving, and sends it as often as is asked. */
async function holdSubmission(page: Page): Promise<{ send: () => Promise<number> }> {
  await page.route("**/mailings/*", (route) =>
    route.request().method() === "POST" ? route.abort() : route.continue(),
  );
  const start = await confirmedStart(page);
  const [request] = await Promise.all([page.waitForRequest((one) => one.method() === "POST"), start.click()]);
  const { "content-length": _length, ...headers } = await request.allHeaders();
  const data = request.postDataBuffer();
  if (data === null) throw new Error("The form was sent without its fields.");
  await page.unroute("**/mailings/*");
  await page.reload();
  return {
    async send() {
      const response = await page.request.fetch(request.url(), { method: "POST", headers, data });
      return response.status();
    },
  };
}
