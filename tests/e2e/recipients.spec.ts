import { expect, type Page } from "@playwright/test";
import { createAccount } from "@/tests/e2e/support/accounts";
import { db } from "@/tests/e2e/support/ledger";
import { submit, test } from "@/tests/e2e/support/test";
import { rowXml, workbookBytes } from "@/tests/support/workbook";

/** Confirms what a dialog asks. */
async function confirm(page: Page, name: string): Promise<void> {
  await page.getByRole("alertdialog").getByRole("button", { name, exact: true }).click();
}

test("a recipient is created, changed, suppressed, let back and deleted; a fault stands beside its field and nothing typed is lost", async ({
  pageOf,
}) => {
  const account = await createAccount("user");
  const page = await pageOf(account);
  await page.goto("/recipients");
  await expect(page.getByRole("heading", { name: "No recipients yet" })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Add recipient" }).first().click();
  await page.getByLabel("Email address").fill("nonsense");
  await page.getByLabel("Name", { exact: true }).fill("Vera Holm");
  await submit(page, "Add recipient");
  await expect(page.getByText("This does not look like an email address.")).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Vera Holm");
  await page.getByLabel("Email address").fill("Vera@Example.com");
  await page.getByRole("button", { name: "New field" }).click();
  await page.getByLabel("Name", { exact: true }).nth(1).fill("City");
  await page.getByLabel("Value").fill("Omsk");
  await submit(page, "Add recipient");
  await expect(page.getByRole("heading", { level: 1, name: "vera@example.com" })).toBeVisible();
  await expect(page.getByText("Omsk")).toBeVisible();

  await page.getByRole("main").getByRole("link", { name: "Edit", exact: true }).click();
  await page.getByLabel("Name", { exact: true }).first().fill("Vera Berg");
  await submit(page, "Save changes");
  await expect(page.getByText("Vera Berg")).toBeVisible();

  await submit(page, "Suppress");
  await confirm(page, "Suppress address");
  await expect(page.getByText("Suppressed by hand").first()).toBeVisible();
  await page.goto("/recipients/suppressions");
  await submit(page, "Lift");
  await confirm(page, "Lift suppression");
  await expect(page.getByText("Give a reason.")).toBeVisible();
  await page.getByRole("alertdialog").getByLabel("Reason").fill("They wrote to us");
  await confirm(page, "Lift suppression");
  await expect(page.getByText("They wrote to us")).toBeVisible();

  await page.goto("/recipients");
  await page.getByRole("link", { name: "vera@example.com" }).click();
  await submit(page, "Delete");
  await expect(page.getByText("No mailing goes to them.")).toBeVisible();
  await confirm(page, "Delete recipient");
  await expect(page.getByRole("heading", { name: "No recipients yet" })).toBeVisible();
});

test("a paste shows what it was understood to say, fills a new list, and what is ticked goes into another", async ({
  pageOf,
}) => {
  const account = await createAccount("user");
  const page = await pageOf(account);
  await page.goto("/recipients/paste");
  await page.getByLabel("Addresses").fill("Vera <vera@example.com>\nolga@example.com\nnonsense");
  await submit(page, "Check");
  await expect(page.getByText("2 addresses")).toBeVisible();
  await expect(page.getByText("Line 3: not an email address")).toBeVisible();
  await page.getByLabel("List", { exact: true }).selectOption({ label: "New list…" });
  await page.getByLabel("Name of the new list").fill("Summer");
  await submit(page, "Add 2 recipients");
  await expect(page.getByText("Confirm that these people agreed to receive mail.")).toBeVisible();
  await page.getByLabel(/These people agreed/).check();
  await submit(page, "Add 2 recipients");
  await expect(page.getByText("2 added", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Show the list" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Summer" })).toBeVisible();
  await expect(page.getByText("1–2 of 2")).toBeVisible();

  await page.getByRole("checkbox", { name: "olga@example.com" }).check();
  await submit(page, "Remove from the list");
  await confirm(page, "Remove");
  await expect(page.getByText("1–1 of 1")).toBeVisible();
  await submit(page, "Delete list");
  await confirm(page, "Delete list");
  await expect(page.getByRole("heading", { name: "No lists yet" })).toBeVisible();
});

/** Mends 200 rows: two with the keyboard alone, the others a page at a time. */
async function mendAll(page: Page): Promise<void> {
  await page.getByLabel("Line 7: Куда писать").fill("m7.1@example.com");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Line 8: Куда писать")).toBeFocused();
  await page.keyboard.type("m8.1@example.com");
  await submit(page, "Import the corrected rows");
  await expect(page.getByText("2 rows were imported. 48 are still broken")).toBeVisible();
  for (const left of [198, 148, 98, 48]) {
    await expect(page.getByText(`${left} rows are still broken.`)).toBeVisible();
    await page.getByRole("textbox", { name: "Куда писать" }).evaluateAll((cells) => {
      for (const cell of cells)
        if (cell instanceof HTMLInputElement) cell.value = `m${cell.name}@example.com`;
    });
    await submit(page, "Import the corrected rows");
  }
  await expect(page.getByText("Mended")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Rows that were left out" })).toBeHidden();
}

test("a CSV file and an .xlsx file of Russian spreadsheets are understood, corrected, imported, and their bad rows are told", async ({
  pageOf,
}) => {
  const account = await createAccount("user");
  const page = await pageOf(account);
  await page.goto("/recipients/upload");
  // Fewer than half of the cells are addresses: which column it is has to be said.
  const rows = "Клиент;Куда писать;Город\nВера;vera@example.com;Омск\nОльга;нет;Орёл\nПётр;не знает;Тверь\n";
  await page
    .getByLabel(/^File/)
    .setInputFiles({ name: "clients.csv", mimeType: "text/csv", buffer: windows1251(rows) });
  await expect(page.getByText("Detected: windows-1251")).toBeAttached();
  await expect(page.getByText("Detected: Semicolon")).toBeAttached();
  await expect(page.getByRole("cell", { name: "Вера" })).toBeVisible();
  await submit(page, "Check the file");
  await expect(page.getByText("Choose the one column that holds the email addresses.")).toBeVisible();
  await page.getByLabel("What column 2 holds").selectOption({ label: "Email address" });
  await page.getByLabel(/These people agreed/).check();
  await submit(page, "Check the file");
  await expect(page.getByText("Line 3: not an email address")).toBeVisible();
  expect(await db.recipient.count({ where: { owner: { email: account.email } } })).toBe(0);
  await submit(page, "Import 1 recipient");
  await expect(page.getByText("The file is imported.")).toBeVisible();
  const report = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download the report" }).click();
  expect((await report).suggestedFilename()).toBe("import-report.csv");
  const { id } = await db.user.findUniqueOrThrow({ where: { email: account.email } });
  expect(await db.recipient.findMany({ where: { ownerId: id } })).toMatchObject([
    { email: "vera@example.com", name: "Вера", fields: { город: "Омск" } },
  ]);
  const invalid = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download the invalid rows" }).click();
  expect((await invalid).suggestedFilename()).toBe("invalid-rows.csv");
  await page.getByRole("link", { name: "Show recipients" }).click();
  await expect(page.getByRole("link", { name: "vera@example.com" })).toBeVisible();
  // The next file of these columns is read as this one was corrected; whoever is there already may be left as they are.
  await page.goto("/recipients/upload");
  const broken = Array.from({ length: 200 }, (_, at) =>
    rowXml(at + 7, { B: `Имя ${at}`, C: `нет ${at}`, D: "Тверь" }),
  );
  const next =
    rowXml(2, { B: "Клиент", C: "Куда писать", D: "Город" }) +
    rowXml(4, { B: "Вера Холм", C: "vera@example.com", D: "Омск" }) +
    rowXml(5, { B: "Ольга", C: "olga@example.com", D: "Орёл" });
  const before = '<dimension ref="B2:D206"/>';
  const sheets = [
    { name: "Заметки", rows: rowXml(1, { A: "Июль" }) },
    { name: "Клиенты", rows: next + broken.join(""), before },
  ];
  const buffer = Buffer.from(await workbookBytes({ sheets }));
  await page.getByLabel(/^File/).setInputFiles({ name: "july.xlsx", mimeType: "", buffer });
  await page.getByRole("combobox", { name: /^Sheet/ }).selectOption("Клиенты");
  await expect(page.getByText("as you chose them for the last file")).toBeVisible();
  await page.getByLabel("What column 3 holds").selectOption({ label: "Leave out" });
  await expect(page.getByText("nothing is stored: Город.")).toBeVisible();
  await page.getByLabel("Leave them as they are").check();
  await page.getByLabel(/These people agreed/).check();
  await submit(page, "Check the file");
  await submit(page, "Import 1 recipient");
  await expect(page.getByText("The file is imported.")).toBeVisible();
  await mendAll(page);
  expect(await db.recipient.count({ where: { ownerId: id } })).toBe(202);
  const known = { ownerId: id, name: { in: ["Вера", "Ольга"] } };
  expect(await db.recipient.findMany({ where: known, orderBy: { email: "asc" } })).toMatchObject([
    { email: "olga@example.com", fields: {} },
    { email: "vera@example.com" },
  ]);
});

test("a file whose states are not understood is imported once somebody says whether these people may receive mail", async ({
  pageOf,
}) => {
  const page = await pageOf(await createAccount("user"));
  await page.goto("/recipients/upload");
  const buffer = Buffer.from("email,Status\nvera@example.com,active\nolga@example.com,VIP\n");
  await page.getByLabel(/^File/).setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer });
  await expect(page.getByText("May these people receive mail?")).toBeVisible();
  await expect(page.getByText("Status: VIP")).toBeVisible();
  await page.getByLabel(/These people agreed/).check();
  await submit(page, "Check the file");
  await expect(page.getByText(/^Say whether the people/)).toBeVisible();
  await page.getByLabel(/^No: suppress them/).check();
  await submit(page, "Check the file");
  await submit(page, "Import 1 recipient");
  await expect(page.getByText("The file is imported.")).toBeVisible();
  await expect(page.getByText("Suppressed")).toBeVisible();
  await page.goto("/recipients/suppressions");
  await expect(page.getByText("Status: VIP")).toBeVisible();
});

test("a file whose encoding is a guess says so beside its rows, and is imported in the one that is chosen", async ({
  pageOf,
}) => {
  const account = await createAccount("user");
  const page = await pageOf(account);
  await page.goto("/recipients/upload");
  const buffer = Buffer.from("email,name\nlodz@example.com,\xa3\xf3d\x9f\n", "latin1");
  await page.getByLabel(/^File/).setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer });
  await expect(page.getByText(/is a guess\. Check the names below/)).toBeVisible();
  await page.getByLabel("Encoding").selectOption({ label: "windows-1250: Central European" });
  await expect(page.getByRole("cell", { name: "Łódź" })).toBeVisible();
  await expect(page.getByText(/is a guess/)).toBeHidden();
  await page.getByLabel(/These people agreed/).check();
  await submit(page, "Check the file");
  await submit(page, "Import 1 recipient");
  await expect(page.getByText("The file is imported.")).toBeVisible();
  const { id: ownerId } = await db.user.findUniqueOrThrow({ where: { email: account.email } });
  expect(await db.recipient.findMany({ where: { ownerId } })).toMatchObject([{ name: "Łódź" }]);
});

test("all that a search finds, on whatever page, go into a new list as a job, which is undone; if they are more by then, it asks again", async ({
  pageOf,
}) => {
  const account = await createAccount("user");
  const { id: ownerId } = await db.user.findUniqueOrThrow({ where: { email: account.email } });
  const add = (begin: string, size: number) =>
    db.recipient.createMany({
      data: Array.from({ length: size }, (_, n) => ({ ownerId, email: `${begin}${n}@mail.example` })),
    });
  await add("vera", 120);
  await add("olga", 3);
  const page = await pageOf(account);
  await page.goto("/recipients?search=vera");
  const bar = page.locator(".selection-bar");
  // A tick on one page stays on the next.
  await page.getByRole("checkbox", { name: "vera119@mail.example" }).check();
  await page.getByRole("link", { name: "Next" }).first().click();
  await expect(page.getByText("51–100 of 120")).toBeVisible();
  await expect(bar.getByRole("status")).toHaveText("Selected: 1");
  await page.getByRole("checkbox", { name: "Select all on this page" }).check();
  await expect(bar.getByRole("status")).toHaveText("Selected: 51");
  await submit(page, "Select all 120 that match");
  await expect(bar.getByRole("status")).toHaveText("Selected: 120");
  await submit(page, "Add to a list");
  await page.getByLabel("Name of the new list").fill("Summer");
  await confirm(page, "Add to the list");
  await expect(page.getByText("120 recipients added.")).toBeVisible();
  const list = await db.recipientList.findFirstOrThrow({ where: { ownerId } });
  expect(await db.listMember.count({ where: { listId: list.id } })).toBe(120);
  await page.getByRole("button", { name: "Undo: Add 120 recipients to the list Summer" }).click();
  await expect(page.getByText("120 changes were taken back.")).toBeVisible();
  expect(await db.recipientList.count({ where: { ownerId } })).toBe(0);
  await page.getByRole("link", { name: "All jobs" }).click();
  await expect(page.getByRole("cell", { name: "Undone" })).toBeVisible();

  await page.goBack();
  await expect(bar.getByRole("status")).toHaveText("Selected: 120");
  await add("vera.new", 1);
  await submit(page, "Delete");
  await expect(page.getByText("This cannot be undone.")).toBeVisible();
  await confirm(page, "Delete 120 recipients");
  await expect(page.getByText(/^121 recipients match now, not 120\. Nothing was changed/)).toBeVisible();
  expect(await db.recipient.count({ where: { ownerId } })).toBe(124);
  await confirm(page, "Delete 121 recipients");
  await expect(page.getByText("121 recipients deleted.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Nothing found" })).toBeVisible();
  expect(await db.recipient.count({ where: { ownerId } })).toBe(3);
});

test("somebody who unsubscribed stays so at another address, and the form says it before", async ({
  pageOf,
}) => {
  const account = await createAccount("user");
  const { id: ownerId } = await db.user.findUniqueOrThrow({ where: { email: account.email } });
  const { id } = await db.recipient.create({ data: { ownerId, email: "old@mail.example" } });
  await db.suppression.create({ data: { ownerId, email: "old@mail.example", reason: "unsubscribed" } });
  const page = await pageOf(account);
  await page.goto(`/recipients/${id}/edit`);
  await expect(
    page.getByText(/This person unsubscribed. Mailings will skip a new address too/),
  ).toBeVisible();
  await page.getByLabel("Email address").fill("new@mail.example");
  await submit(page, "Save changes");
  await expect(page.getByRole("heading", { level: 1, name: "new@mail.example" })).toBeVisible();
  await expect(page.getByText("Unsubscribed", { exact: true }).first()).toBeVisible();
  await expect(page.getByText(/old@mail\.example → new@mail\.example/).first()).toBeVisible();
});

test.describe("a recipient who was deleted meanwhile", () => {
  // What the browser says of a page that is gone.
  test.use({ expectedErrors: [[/404/], { scope: "test" }] });

  test("is gone for the back button, and for the form of another tab, which keeps what was typed", async ({
    pageOf,
  }) => {
    const account = await createAccount("user");
    const { id: ownerId } = await db.user.findUniqueOrThrow({ where: { email: account.email } });
    const { id } = await db.recipient.create({ data: { ownerId, email: "vera@mail.example" } });
    const page = await pageOf(account);
    const other = await page.context().newPage();
    await other.goto(`/recipients/${id}/edit`);
    await page.goto(`/recipients/${id}`);
    await submit(page, "Delete");
    await confirm(page, "Delete recipient");
    await expect(page.getByRole("heading", { name: "No recipients yet" })).toBeVisible();
    await page.goBack();
    await expect(page.getByRole("heading", { name: "There is no such page" })).toBeVisible();
    await other.getByLabel("Name", { exact: true }).fill("Vera Holm");
    await submit(other, "Save changes");
    await expect(other.getByText("This no longer exists.")).toBeVisible();
    await expect(other.getByLabel("Name", { exact: true })).toHaveValue("Vera Holm");
  });
});

/** Text in Windows-1251, which Node can read but not write. */
function windows1251(text: string): Buffer {
  const codes = Array.from({ length: 256 }, (_, code) => code);
  const letters = new TextDecoder("windows-1251").decode(Uint8Array.from(codes));
  return Buffer.from(Array.from(text, (letter) => letters.indexOf(letter)));
}
