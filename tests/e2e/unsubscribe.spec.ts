import { expect, type Page } from "@playwright/test";
import { attemptsOf, createMailing, db, suppressionsOf } from "@/tests/e2e/support/ledger";
import { mailsTo, unsubscribePath, type Mail } from "@/tests/e2e/support/mailbox";
import { inLanguage, LANGUAGES, type Account } from "@/tests/e2e/support/setting";
import { account, confirmedStart, test } from "@/tests/e2e/support/test";
import { words } from "@/tests/e2e/support/words";
import { xssVectors } from "@/tests/support/xss-vectors";

/** As nothing that is saved can hold them: what the page's policy alone has to stop. */
const ATTACKS = xssVectors
  .filter((vector) => !/\0|<!--|<plaintext|<textarea|<title|<xmp|<noscript/i.test(vector))
  .join("\n");
for (const language of LANGUAGES) {
  const said = words[language];

  test(`the link in a mail unsubscribes when its reader says so, and not before (${language})`, async ({
    page,
    pageOf,
  }) => {
    const { mailing, mails, again } = await sendOnce(pageOf, account("user"));
    const [mail] = mails;
    if (!mail) throw new Error("The mailing reached nobody.");
    const path = inLanguage(language, unsubscribePath(mail));
    await expectViewed(page, mail);

    expect((await page.goto(path))?.status()).toBe(200);
    await page.reload();
    // Readers have no account here.
    await expect(page.getByRole("link", { name: said.signIn })).toHaveCount(0);
    expect(await suppressionsOf(mailing)).toBe(0);

    await page.getByRole("main").getByRole("button", { name: said.unsubscribe }).click();
    // The button is gone; whoever hears the page is told by the focus.
    await expect(page.getByRole("heading", { name: said.unsubscribed })).toBeFocused();
    expect(await suppressionsOf(mailing)).toBe(1);

    await page.goto(path);
    await expect(page.getByRole("heading", { name: said.unsubscribed })).toBeVisible();
    await again();
    expect(await mailsTo([mail.to[0] ?? ""])).toHaveLength(1);
  });
}

test("a mail program unsubscribes its reader by one POST without a session, and by nothing else", async ({
  pageOf,
  request,
}) => {
  const { mailing, mails, again } = await sendOnce(pageOf, account("user"));
  const [mail] = mails;
  if (!mail) throw new Error("The mailing reached nobody.");
  expect(mail.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
  const address = /^<(https?:\/\/[^>]+)>$/.exec(mail.headers["List-Unsubscribe"] ?? "")?.[1];
  if (address === undefined) throw new Error("The mail names no address for one click.");

  const opened = await request.get(address, { maxRedirects: 0 });
  expect(opened.status()).toBe(303);
  expect(opened.headers().location).toBe(unsubscribePath(mail));
  expect((await request.head(address, { maxRedirects: 0 })).status()).toBe(303);
  expect(await suppressionsOf(mailing)).toBe(0);

  const click = { form: { "List-Unsubscribe": "One-Click" }, maxRedirects: 0 };
  expect((await request.post(address, click)).status()).toBe(200);
  expect((await request.post(address, click)).status()).toBe(200);
  expect(await suppressionsOf(mailing)).toBe(1);

  const changed = address.endsWith("A") ? `${address.slice(0, -1)}B` : `${address.slice(0, -1)}A`;
  expect((await request.post(changed, click)).status()).toBe(404);
  expect(await suppressionsOf(mailing)).toBe(1);
  await again();
  expect(await mailsTo([mail.to[0] ?? ""])).toHaveLength(1);
});

test.describe("an email whose stored HTML attacks", () => {
  // What a browser says of what it did not run or load.
  test.use({ expectedErrors: [[/\/view\//, /about:srcdoc/, /tracker\.invalid/], { scope: "test" }] });

  test("is viewed, and nothing of it runs or loads", async ({ page, pageOf }) => {
    const { mailing, mails } = await sendOnce(pageOf, account("user"));
    const [mail] = mails;
    if (!mail) throw new Error("The mailing reached nobody.");
    await db.attempt.updateMany({ where: { mailingId: mailing.id }, data: { html: ATTACKS } });
    const happened: string[] = [];
    page.on("dialog", (dialog) => {
      happened.push(dialog.message());
      void dialog.dismiss();
    });
    await page.route(/tracker\.invalid/, (route) => {
      if (route.request().resourceType() !== "image") happened.push(route.request().url());
      return route.fulfill({ status: 200, contentType: "image/png", body: "" });
    });
    const answer = await page.goto(viewPath(mail));
    expect(await answer?.text()).toContain("<script>alert(1)</script>");
    // Time for whatever would run. The page itself has no timers: it may run nothing.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(happened).toEqual([]);
    expect(page.url()).toContain(viewPath(mail));
  });
});

/** The email's own page is the email, and its link leads to unsubscribing. */
async function expectViewed(page: Page, mail: Mail): Promise<void> {
  const answer = await page.goto(viewPath(mail));
  expect(answer?.status()).toBe(200);
  expect(await answer?.text()).toBe(mail.html);
  expect(answer?.headers()).toMatchObject({
    "x-robots-tag": "noindex, nofollow",
    "content-security-policy": expect.stringMatching(/^default-src 'none';.*; sandbox allow-popups /),
    "referrer-policy": "no-referrer",
  });
  expect((await page.request.head(viewPath(mail))).status()).toBe(200);
  await page.getByRole("link", { name: words.en.unsubscribe, exact: true }).click();
  await expect(page).toHaveURL(/\/unsubscribe\//);
}

function viewPath(mail: Mail): string {
  return new URL(/http[^\s"]+\/view\/[\w-]{44}/.exec(mail.html)?.[0] ?? "").pathname;
}

/** A mailing to three readers that has gone out once; `again` starts it anew, when one is to be skipped. */
async function sendOnce(pageOf: (account: Account) => Promise<Page>, owner: Account) {
  const mailing = await createMailing(owner.email, 3);
  const { messageId } = await db.mailing.findUniqueOrThrow({ where: { id: mailing.id } });
  const html = '<a href="{{view_in_browser}}">View</a>';
  await db.message.update({ where: { id: messageId }, data: { html } });
  const page = await pageOf(owner);
  const start = async () => {
    await page.goto(`/mailings/${mailing.id}`);
    await (await confirmedStart(page)).click();
    await expect(page.getByText(words.en.started)).toBeVisible();
    await expect
      .poll(async () => (await attemptsOf(mailing.id)).every(({ closedAt }) => closedAt !== null))
      .toBe(true);
  };
  await start();
  const mails: Mail[] = await mailsTo(mailing.addresses);
  expect(mails).toHaveLength(3);
  const again = async () => {
    await start();
    expect((await attemptsOf(mailing.id))[1]).toMatchObject({ planned: 3, accepted: 2, skipped: 1 });
  };
  return { mailing, mails, again };
}
