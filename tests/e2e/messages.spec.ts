import { randomUUID } from "node:crypto";
import { expect, type Page, type Request } from "@playwright/test";
import { createAccount } from "@/tests/e2e/support/accounts";
import { db } from "@/tests/e2e/support/ledger";
import { mailsTo, nthMail } from "@/tests/e2e/support/mailbox";
import { account, test } from "@/tests/e2e/support/test";
import { photo } from "@/tests/support/photo";
import { xssVectors } from "@/tests/support/xss-vectors";

const frameOf = (page: Page) => page.frameLocator('iframe[title^="Preview of the email"]');

async function ownerId(email: string): Promise<string> {
  return (await db.user.findUniqueOrThrow({ where: { email }, select: { id: true } })).id;
}

async function messageOf(email: string, change: { subject?: string; html?: string } = {}): Promise<string> {
  const data = {
    subject: "News for {{name|you}}",
    html: "<p>Hello {{name}}</p>",
    text: "Hello {{name}}",
    ...change,
  };
  return (await db.message.create({ data: { ...data, ownerId: await ownerId(email) }, select: { id: true } }))
    .id;
}

/** Bytes of compressed script, without the visual editor. */
const LARGEST_SCRIPT = { list: 350_000, form: 440_000 };

/** Counts what a page, opened for the first time, loads from here on. */
function scriptOf(page: Page): () => Promise<number> {
  const requests: Request[] = [];
  page.on("requestfinished", (request) => {
    if (request.resourceType() === "script") requests.push(request);
  });
  return async () => {
    const sizes = await Promise.all(requests.map((request) => request.sizes()));
    return sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
  };
}

/** How much of a page has moved by itself since it was opened. Runs in the browser. */
function layoutShift(): Promise<number> {
  return new Promise((resolve) => {
    let sum = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value;
    }).observe({ type: "layout-shift", buffered: true });
    // What is buffered comes with the next task.
    setTimeout(() => resolve(sum), 100);
  });
}

/**
 * Time for whatever would run: the page and the preview with their images, and half a second. A frame that the policy
 * refuses stays without an address and never loads; with one, "networkidle" may never come.
 */
async function loaded(page: Page): Promise<void> {
  for (const frame of page.frames()) if (frame.url() !== "") await frame.waitForLoadState("load");
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
}

test("from a starter to a test in the inbox, which is what the preview showed", async ({ pageOf }) => {
  const owner = await createAccount("user");
  const page = await pageOf(owner);
  const script = scriptOf(page);
  await page.goto("/messages");
  await expect(page.getByText("No messages yet")).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect(await script(), "compressed script of /messages").toBeLessThan(LARGEST_SCRIPT.list);
  await page.getByRole("link", { name: "New message" }).first().click();
  await page.getByRole("link", { name: /^Invitation/ }).click();
  await page.waitForURL(/begin=invitation/);
  // In sight with what stands below it.
  await page.setViewportSize({ width: 1_280, height: 1_800 });
  // Loaded as a page, the editor is a skeleton of its own size until its script is there.
  expect(await (await page.reload())?.text()).toContain("Opening the editor");
  await expect(frameOf(page).getByRole("heading", { name: "You’re invited" })).toBeVisible();
  expect(await page.evaluate(layoutShift), "layout shift").toBe(0);
  // The visual editor is there, under the page's policy, and what is typed in it is in the email.
  const written = page.getByRole("textbox", { name: "Message", exact: true });
  // Before anything is typed it looks as the email does.
  await expect(written.locator(".node-button").first()).not.toHaveCSS("background-color", "rgba(0, 0, 0, 0)");
  await written.getByRole("heading", { name: "You’re invited" }).click();
  await page.keyboard.press("End");
  await page.keyboard.type(" again");
  await expect(frameOf(page).getByRole("heading", { name: "You’re invited again" })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(frameOf(page).getByRole("heading", { name: "You’re invited", exact: true })).toBeVisible();

  await page.getByLabel("Subject", { exact: true }).fill("Come on Friday, {{name|guest}} {{shoe size|42}}");
  await expect(page.getByText(/No recipient has the field \{\{shoe size\}\}/)).toBeVisible();
  await page.getByRole("button", { name: "Send me a test" }).click();
  await expect(page.getByText(`A test is on its way to ${owner.email}.`)).toBeVisible();
  await expect(page.getByRole("link", { name: "Open the inbox" })).toHaveAttribute("href", /\/inbox$/);
  const mail = await nthMail(owner.email, 1);
  expect(mail.subject).toMatch(/^\[Test\] Come on Friday, Vera \S+ 42$/);
  expect(mail.html).toContain("You’re invited");
  expect(await page.locator("iframe").getAttribute("srcdoc")).toBe(
    mail.html.replace("<head>", '<head><base target="_blank">'),
  );

  await page.getByRole("button", { name: "Save message" }).click();
  await expect(page).toHaveURL(/\/messages\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Come on Friday, guest 42");
  await page.getByRole("button", { name: "Phone" }).click();
  await expect(frameOf(page).getByRole("heading", { name: "You’re invited" })).toBeVisible();
  await page.goto("/messages");
  await expect(page.getByRole("row").filter({ hasText: "Come on Friday" })).toHaveCount(1);
  // Lists are cached per owner: nobody else's has it.
  const other = await pageOf(await createAccount("user"));
  await other.goto("/messages");
  await expect(other.getByText("No messages yet")).toBeVisible();
  // What was saved is offered to nobody as unsaved.
  await page.goto("/messages/new?begin=blank");
  await expect(page.getByLabel("Message", { exact: true })).toHaveValue("");
  await expect(page.getByRole("button", { name: "Bring it back" })).toBeHidden();
  expect(await mailsTo([owner.email])).toHaveLength(1);
});

const subject = (page: Page) => page.getByLabel("Subject", { exact: true });
const saveButton = (page: Page) => page.getByRole("button", { name: "Save", exact: true });

test("of two tabs the second shows both texts, and neither is lost whichever is taken", async ({
  pageOf,
}) => {
  const owner = account("user");
  const id = await messageOf(owner.email);
  const first = await pageOf(owner);
  const second = await first.context().newPage();
  for (const page of [first, second]) await page.goto(`/messages/${id}/edit`);
  await subject(first).fill("From the first tab");
  await saveButton(first).click();
  await expect(first.getByText("Saved", { exact: true })).toBeVisible();
  await subject(second).fill("From the second tab");
  await saveButton(second).click();
  const both = (page: Page) => page.getByRole("alertdialog", { name: "Two texts of one message" });
  const dialog = both(second);
  await expect(dialog.getByText("From the first tab")).toBeVisible();
  await expect(dialog.getByText("From the second tab")).toBeVisible();
  expect((await db.message.findUniqueOrThrow({ where: { id } })).subject).toBe("From the first tab");
  await dialog.getByRole("button", { name: "Take the saved one" }).click();
  await expect(subject(second)).toHaveValue("From the first tab");

  // The other way round, in the first: over the one that is taken, the other stays as a version.
  await subject(second).fill("From the second tab again");
  await saveButton(second).click();
  await expect(second.getByText("Saved", { exact: true })).toBeVisible();
  await subject(first).fill("From the first tab again");
  await saveButton(first).click();
  await both(first).getByRole("button", { name: "Keep mine" }).click();
  await expect(both(first)).toBeHidden();
  await first.goto(`/messages/${id}/versions`);
  const rows = first.getByRole("row");
  for (const text of ["From the first tab again", "From the second tab again", "From the second tab"])
    await expect(rows.filter({ has: first.getByRole("link", { name: text, exact: true }) })).toHaveCount(1);
  await rows.filter({ hasText: "Set aside" }).getByRole("link").click();
  await expect(frameOf(first).getByText("Hello")).toBeVisible();
  await first.getByRole("button", { name: "Bring this version back" }).click();
  await first.getByRole("button", { name: "Bring back", exact: true }).click();
  await expect(rows.nth(1)).toContainText("From the second tab");
  expect((await db.message.findUniqueOrThrow({ where: { id } })).subject).toBe("From the second tab");
});

test("on a phone a new message is kept while it is written, and nothing is lost with the session", async ({
  pageOf,
}) => {
  const owner = await createAccount("user");
  const page = await pageOf(owner);
  await page.setViewportSize({ width: 390, height: 844 });
  const script = scriptOf(page);
  await page.goto("/messages/new?begin=blank");
  await page.waitForLoadState("networkidle");
  expect(await script(), "compressed script of /messages/new").toBeLessThan(LARGEST_SCRIPT.form);
  const text = page.getByLabel("Message", { exact: true });
  await text.fill("Half a thought");
  await expect(page.getByText(/^Draft saved \d\d:\d\d$/)).toBeVisible();
  // It is left without a question, and is in the list of messages, but is none.
  await page.getByRole("main").getByRole("link", { name: "Messages", exact: true }).click();
  await page.getByRole("region", { name: "Drafts" }).getByRole("link", { name: "No subject" }).click();
  await expect(text).toHaveValue("Half a thought");

  await page.context().clearCookies();
  await text.fill("Half a thought, and the other half");
  await page.getByRole("link", { name: "Sign in and go on" }).click();
  await page.getByLabel("Email").fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Bring it back" }).click();
  await expect(text).toHaveValue("Half a thought, and the other half");
  await subject(page).fill("Whole");
  await page.getByRole("button", { name: "Save message" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Whole");
  expect(await db.messageDraft.count({ where: { owner: { email: owner.email } } })).toBe(0);
});

test("an image and a merge field are put in where the cursor was, and the email shows them", async ({
  pageOf,
}) => {
  const page = await pageOf(account("user"));
  await page.goto("/messages/new?begin=blank");
  await page.getByLabel("Subject", { exact: true }).fill("For ");
  await page.getByRole("button", { name: "Merge field" }).click();
  await page.getByLabel("If it is missing").fill("friend");
  await page.getByRole("button", { name: "Insert", exact: true }).click();
  await expect(page.getByLabel("Subject", { exact: true })).toHaveValue("For {{name|friend}}");
  await page.getByLabel("Message", { exact: true }).fill("Look:");
  await page.getByRole("button", { name: "Insert an image" }).click();
  await page
    .getByLabel(/^Image \(/)
    .setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer: await photo() });
  await page.getByRole("button", { name: "Insert", exact: true }).click();
  await expect(page.getByText("Say what the image shows.")).toBeVisible();
  await page.getByLabel("What the image shows").fill("A lamp");
  await page.getByRole("button", { name: "Insert", exact: true }).click();
  const image = frameOf(page).getByRole("img", { name: "A lamp" });
  await expect(image).toBeVisible();
  const src = await image.getAttribute("src");
  expect(src).toMatch(/^http.*\/api\/images\/[0-9a-f-]{36}$/);
  const answer = await page.request.get(new URL(src ?? "").pathname);
  expect(answer.headers()["content-type"]).toBe("image/jpeg");
  expect(answer.headers()["cache-control"]).toContain("immutable");
});

test("a message that a mailing uses is not deleted and the mailing is named; a copy of it is", async ({
  pageOf,
}) => {
  const owner = account("user");
  const { id, mailings } = await db.message.findFirstOrThrow({
    where: { owner: { email: owner.email }, mailings: { some: { archivedAt: null } } },
    select: { id: true, mailings: { where: { archivedAt: null }, select: { name: true } } },
  });
  const page = await pageOf(owner);
  await page.goto(`/messages/${id}`);
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByRole("link", { name: mailings[0]?.name })).toBeVisible();
  await dialog.getByRole("button", { name: "Delete message" }).click();
  await expect(dialog.getByText(/cannot be deleted while mailings use it: /)).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();

  await page.getByRole("button", { name: "Duplicate" }).click();
  await expect(page).toHaveURL(/\/messages\/(?!.*\b)[0-9a-f-]{36}\/edit$|\/messages\/[0-9a-f-]{36}\/edit$/);
  const copy = new URL(page.url()).pathname.replace("/edit", "");
  expect(copy).not.toContain(id);
  await page.goto(copy);
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete message" }).click();
  await expect(page).toHaveURL(/\/messages$/);
  expect((await page.request.get(copy)).status()).toBe(404);
});

/** What a browser says of what it did not run or load in the sandbox, whose origin is no page's. */
const BLOCKED = /about:srcdoc|tracker\.invalid|NotSameOrigin .*\/messages\/x/;

test.describe("attacks that stand in the database as they were typed", () => {
  test.use({ expectedErrors: [[BLOCKED], { scope: "test" }] });

  test("nothing of a hundred attacks runs: in the list, the reading page, the editor, a manager's page", async ({
    pageOf,
  }) => {
    const owner = await createAccount("user");
    const id = await ownerId(owner.email);
    const texts = { html: xssVectors.join("\n"), text: xssVectors.join("\n") };
    await db.message.createMany({
      data: xssVectors.map((vector) => ({
        ...{ ownerId: id, html: vector.replaceAll("\0", ""), text: "T" },
        ...{
          subject: vector.replaceAll("\0", "").replace(/\s+/g, " "),
          preheader: vector.replaceAll("\0", ""),
        },
      })),
    });
    await db.recipient.create({
      data: {
        ownerId: id,
        // Not the first of all recipients, which navigation.spec.ts reads at the same time.
        email: `reader.${randomUUID()}@mail.example`,
        name: "<img src=x onerror=alert(1)>",
        fields: { url: "javascript:alert(1)" },
      },
    });
    const whole = await db.message.create({
      data: {
        ...{
          ownerId: id,
          subject: "<script>alert(1)</script> {{name}} {{url}}",
          preheader: "<img src=x onerror=alert(1)>",
        },
        ...{ html: texts.html.replaceAll("\0", ""), text: texts.text.replaceAll("\0", "") },
      },
    });
    const theirs = await pageOf(owner);
    const watching = await pageOf(account("manager"));
    const happened: string[] = [];
    for (const page of [theirs, watching]) {
      page.on("dialog", (dialog) => {
        happened.push(`dialog ${dialog.message()}`);
        void dialog.dismiss();
      });
      await page.route(/tracker\.invalid/, (route) => {
        if (route.request().resourceType() !== "image") happened.push(route.request().url());
        return route.fulfill({ status: 200, contentType: "image/png", body: "" });
      });
    }
    const pages = [
      ...["/messages", `/messages/${whole.id}`, `/messages/${whole.id}/edit`].map(
        (path) => [theirs, path] as const,
      ),
      ...["/admin/messages", `/admin/messages/${whole.id}`].map((path) => [watching, path] as const),
    ];
    for (const [page, path] of pages) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      if (path.includes(whole.id)) await expect(page.locator("iframe")).toBeVisible();
      await loaded(page);
      expect(await page.locator("main script:not([nonce])").count()).toBe(0);
    }
    await theirs.goto(`/messages/${whole.id}/edit`);
    await theirs.getByRole("button", { name: "Save", exact: true }).click();
    await expect(theirs.getByText("Saved", { exact: true })).toBeVisible();
    await loaded(theirs);
    expect(happened).toEqual([]);
    const { html } = await db.message.findUniqueOrThrow({ where: { id: whole.id } });
    expect(html).not.toMatch(/<(?:script|iframe|form|svg|style|object)\b/i);
  });
});
