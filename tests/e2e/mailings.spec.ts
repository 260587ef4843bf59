import { expect, type Page } from "@playwright/test";
import { createAccount } from "@/tests/e2e/support/accounts";
import { acceptedOf, attemptsOf, createMailing, db, verify } from "@/tests/e2e/support/ledger";
import { mailsPerAddress } from "@/tests/e2e/support/mailbox";
import { account, test } from "@/tests/e2e/support/test";

const RECIPIENTS = 7;

// Each owner is new: what is prepared in the database refreshes nothing that the application has cached of an owner.

/** Fills in a new mailing to the list of one that there is, and waits for its forecast. */
async function fillIn(page: Page, made: { id: string }, name: string): Promise<void> {
  const { message, lists } = await db.mailing.findUniqueOrThrow({
    where: { id: made.id },
    select: { message: { select: { id: true } }, lists: { select: { list: { select: { name: true } } } } },
  });
  await page.goto(`/mailings/new?message=${message.id}`);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("checkbox", { name: lists[0]?.list.name }).check();
  await expect(page.getByText("7 people receive it").filter({ visible: true })).toBeVisible();
}

async function idOf(name: string): Promise<string> {
  return (await db.mailing.findFirstOrThrow({ where: { name }, select: { id: true } })).id;
}

test("a mailing that is to go now is asked about with its number, goes out at once and arrives once", async ({
  pageOf,
}) => {
  const owner = await createAccount("user");
  const made = await createMailing(owner.email, RECIPIENTS);
  const page = await pageOf(owner);
  const name = `Now ${made.id}`;
  await fillIn(page, made, name);
  await page.getByRole("button", { name: "Send now to 7 people" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("Send to 7 people now?");
  await dialog.getByRole("button", { name: "Send now" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  const id = await idOf(name);
  await expect.poll(() => acceptedOf(id)).toBe(RECIPIENTS);
  expect(await mailsPerAddress(made.addresses)).toEqual([1]);
  expect(await verify()).toEqual([]);
});

test("a mailing of the future to everybody minus a list shows its runs beforehand, waits while its message is written, is scheduled without a question and does not run yet", async ({
  pageOf,
}) => {
  const owner = await createAccount("user");
  const made = await createMailing(owner.email, RECIPIENTS);
  const { ownerId } = made;
  const { id: recipientId } = await db.recipient.findFirstOrThrow({ where: { ownerId } });
  await db.recipientList.create({
    data: { ownerId, name: "Staff", members: { create: { recipientId } } },
  });
  const page = await pageOf(owner);
  const name = `Later ${made.id}`;
  await fillIn(page, made, name);
  await page.getByText("Everybody", { exact: true }).click();
  await page.getByText("Leave people out").click();
  await page
    .getByRole("group", { name: "Except who is in these lists" })
    .getByRole("checkbox", { name: "Staff" })
    .check();
  await expect(page.getByText("6 people receive it").filter({ visible: true })).toBeVisible();
  await page.getByText("At a time", { exact: true }).click();
  await page.getByLabel("Start time").fill("2040-01-31T09:00");
  await page.getByText("Every month", { exact: true }).click();
  const forecast = page.getByRole("region", { name: "What will happen" }).filter({ visible: true });
  await expect(forecast).toContainText(/Chosen7In a list that is left out−\s1Receive it6/);
  await expect(forecast).toContainText("Next 5 runs");
  await expect(forecast).toContainText("Shorter month: runs on its last day");
  await forecast.getByRole("button", { name: "The month after" }).click();
  await expect(forecast.getByRole("table", { name: "Runs in February 2040" })).toContainText(
    /29, runs at 09:00/,
  );
  await page.getByRole("link", { name: "Write another message" }).click();
  await page
    .getByRole("button", { name: "Empty page" })
    .or(page.getByRole("link", { name: "Empty page" }))
    .click();
  await page.getByLabel("Subject", { exact: true }).fill("Written in between");
  await page.getByRole("textbox", { name: "Message", exact: true }).fill("Hello");
  await page.getByRole("button", { name: "Save message", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Written in between" })).toBeVisible();
  await page.getByRole("link", { name: "Back to it" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(name);
  await page.getByText("Look at the message").click();
  await expect(page.getByText(/^As it reaches/)).toBeVisible();
  await page.getByRole("button", { name: "Schedule", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.getByRole("link", { name: "Back to it" })).toBeHidden();
  expect(await attemptsOf(await idOf(name))).toEqual([]);
  const { message } = await db.mailing.findFirstOrThrow({ where: { name }, select: { message: true } });
  expect(message.subject).toBe("Written in between");
  await expect(page.getByText("Everybody: 6 recipients")).toBeVisible();
  await expect(page.getByText("Except the list: “Staff”")).toBeVisible();
  await page.goto(`/mailings/${await idOf(name)}/edit`);
  await expect(page.getByRole("radio", { name: "Everybody" })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: "Staff" })).toBeChecked();
});

test.describe("an answer that is lost on its way", () => {
  test.use({ expectedErrors: [[/ERR_FAILED/], { scope: "test" }] });

  test("makes no second mailing of the text that is brought back", async ({ pageOf }) => {
    const owner = await createAccount("user");
    const made = await createMailing(owner.email, RECIPIENTS);
    const page = await pageOf(owner);
    const name = `Lost ${made.id}`;
    const sendNow = async () => {
      await page.getByRole("button", { name: "Send now to 7 people" }).click();
      await page.getByRole("alertdialog").getByRole("button", { name: "Send now" }).click();
    };
    await fillIn(page, made, name);
    await page.route("**/mailings/new*", async (route) => {
      if (route.request().method() === "POST") await route.fetch();
      await route.abort();
    });
    await sendNow();
    await expect.poll(() => db.mailing.count({ where: { name } })).toBe(1);
    await expect(page.getByRole("button", { name: "Send now to 7 people" })).toBeEnabled();
    // A forecast that is asked for meanwhile is lost too.
    await page.unrouteAll({ behavior: "wait" });

    page.on("dialog", (dialog) => void dialog.accept());
    await page.reload();
    await page.getByRole("button", { name: "Bring it back" }).click();
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue(name);
    await sendNow();
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    const id = await idOf(name);
    await expect.poll(() => acceptedOf(id)).toBe(RECIPIENTS);
    expect(await db.mailing.count({ where: { name } })).toBe(1);
    expect(await attemptsOf(id)).toHaveLength(1);
    expect(await mailsPerAddress(made.addresses)).toEqual([1]);
  });
});

test.describe("what cannot be saved", () => {
  test("stands beside its field until that is mended, and nothing typed is lost", async ({ pageOf }) => {
    const owner = await createAccount("user");
    await createMailing(owner.email, RECIPIENTS);
    const page = await pageOf(owner);
    await page.goto("/mailings/new");
    await page.getByRole("button", { name: /^(Send now|Schedule)/ }).click();
    await expect(page.getByText("Choose a list or at least one recipient.")).toBeVisible();
    await expect(page.getByText("Enter a name.")).toBeVisible();
    await page.getByLabel("Name", { exact: true }).fill("Nobody yet");
    await expect(page.getByText("Enter a name.")).toBeHidden();
    await expect(page.getByText("Choose a list or at least one recipient.")).toBeVisible();
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Nobody yet");
  });

  test("because it was saved elsewhere since the form was opened is said, and does not overwrite", async ({
    pageOf,
  }) => {
    const owner = await createAccount("user");
    const { id } = await createMailing(owner.email, RECIPIENTS);
    const [first, second] = [await pageOf(owner), await pageOf(owner)];
    for (const page of [first, second]) await page.goto(`/mailings/${id}/edit`);
    await first.getByLabel("Name", { exact: true }).fill(`First ${id}`);
    await first.getByRole("button", { name: "Save", exact: true }).click();
    await expect(first.getByRole("heading", { level: 1, name: `First ${id}` })).toBeVisible();
    await second.getByLabel("Name", { exact: true }).fill(`Second ${id}`);
    await second.getByRole("button", { name: "Save", exact: true }).click();
    await expect(second.getByRole("alert").filter({ hasText: "since you opened it" })).toBeVisible();
    await expect(second.getByLabel("Name", { exact: true })).toHaveValue(`Second ${id}`);
    expect((await db.mailing.findUniqueOrThrow({ where: { id } })).name).toBe(`First ${id}`);
  });
});

test("a list that was deleted while the form was open is named and taken off, and what was typed is saved with the rest", async ({
  pageOf,
}) => {
  const owner = await createAccount("user");
  const made = await createMailing(owner.email, RECIPIENTS);
  const gone = await db.recipientList.create({
    data: { ownerId: made.ownerId, name: "Zebras", mailings: { create: { mailingId: made.id } } },
  });
  const page = await pageOf(owner);
  await page.goto(`/mailings/${made.id}/edit`);
  await page.getByLabel("Name", { exact: true }).fill(`Typed ${made.id}`);
  await db.recipientList.delete({ where: { id: gone.id } });
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Deleted in the meantime and removed here: Zebras.")).toBeVisible();
  await expect(page.getByRole("checkbox", { name: /^Zebras/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Typed ${made.id}` })).toBeVisible();
  expect(await db.mailingList.count({ where: { mailingId: made.id } })).toBe(1);
});

test("a mailing that a manager stops while it is edited keeps both: the edit and the stop", async ({
  pageOf,
}) => {
  const owner = await createAccount("user");
  const { id } = await createMailing(owner.email, RECIPIENTS);
  const page = await pageOf(owner);
  await page.goto(`/mailings/${id}/edit`);
  const watcher = await pageOf(account("manager"));
  await watcher.goto(`/mailings/${id}`);
  await expect(watcher.getByRole("link", { name: "Edit" })).toHaveCount(0);
  await watcher.getByRole("button", { name: "Stop", exact: true }).click();
  await watcher.getByLabel("Reason").fill("Complaints");
  await watcher.getByRole("alertdialog").getByRole("button").last().click();
  await expect(watcher.getByText("Stopped", { exact: true }).first()).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill(`Edited ${id}`);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Edited ${id}` })).toBeVisible();
  await expect(page.getByText(/Complaints/)).toBeVisible();
});

test("a mailing is deleted after a page that says what is lost, and is gone from the list", async ({
  pageOf,
}) => {
  const owner = await createAccount("user");
  const { id } = await createMailing(owner.email, RECIPIENTS);
  const page = await pageOf(owner);
  await page.goto(`/mailings/${id}`);
  await page.getByRole("link", { name: "Delete" }).click();
  await expect(page.getByText("It never ran, so it is deleted completely.")).toBeVisible();
  await page.getByRole("button", { name: "Delete the mailing" }).click();
  await expect(page.getByText("The mailing is deleted.")).toBeVisible();
  expect(await db.mailing.count({ where: { id } })).toBe(0);
});

test("a mailing shows the message and list that it has, however old, and another is found by a part of its name", async ({
  pageOf,
}) => {
  const owner = await createAccount("user");
  const made = await createMailing(owner.email, RECIPIENTS);
  const { messageId, lists } = await db.mailing.findUniqueOrThrow({
    where: { id: made.id },
    select: { messageId: true, lists: { select: { listId: true } } },
  });
  const old = { updatedAt: new Date("2020-01-01") };
  await db.message.update({ where: { id: messageId }, data: { ...old, subject: "The oldest of all" } });
  const text = { ownerId: made.ownerId, html: "<p>News</p>", text: "News" };
  const { id: wanted } = await db.message.create({ data: { ...text, ...old, subject: "Spring 2020" } });
  await db.message.createMany({
    data: Array.from({ length: 500 }, (_, n) => ({ ...text, subject: `News ${n}` })),
  });
  await db.recipientList.update({ where: { id: lists[0]?.listId ?? "" }, data: { name: "Zebras" } });
  const names = Array.from({ length: 1_000 }, (_, n) => ({ ownerId: made.ownerId, name: `List ${n}` }));
  await db.recipientList.createMany({ data: [...names, { ownerId: made.ownerId, name: "Yaks" }] });

  const page = await pageOf(owner);
  await page.goto(`/mailings/${made.id}/edit`);
  const message = page.getByRole("combobox", { name: "Message" });
  await expect(message).toHaveValue("The oldest of all");
  await expect(page.getByRole("checkbox", { name: /^Zebras/ })).toBeChecked();
  await message.fill("spring");
  await page.getByRole("option", { name: "Spring 2020" }).click();
  await page.getByRole("searchbox", { name: "Find a list" }).fill("yak");
  await page.getByRole("checkbox", { name: /^Yaks/ }).check();
  await expect(page.getByRole("checkbox", { name: /^Zebras/ })).toBeHidden();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Weekly news/);
  const saved = await db.mailing.findUniqueOrThrow({
    where: { id: made.id },
    select: { messageId: true, lists: { select: { list: { select: { name: true } } } } },
  });
  expect(saved.messageId).toBe(wanted);
  expect(saved.lists.map(({ list }) => list.name).toSorted()).toEqual(["Yaks", "Zebras"]);
});
