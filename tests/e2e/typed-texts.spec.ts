import { randomUUID } from "node:crypto";
import { devices, expect, type Page } from "@playwright/test";
import { createAccount } from "@/tests/e2e/support/accounts";
import { db } from "@/tests/e2e/support/ledger";
import { account, test } from "@/tests/e2e/support/test";
import { xssVectors } from "@/tests/support/xss-vectors";

/** PostgreSQL takes no zero byte, and no form either. */
const vectors = xssVectors.map((vector) => vector.replaceAll("\0", ""));
const whole = vectors.join(" ");
/** Three in each name: as many rows as fit on one page of a list. */
const names = Array.from({ length: Math.ceil(vectors.length / 3) }, (_, n) =>
  vectors
    .slice(n * 3, n * 3 + 3)
    .join(" ")
    .replace(/\s+/g, " "),
);

/** Everything that one owner can type, and what a mail server answered, with all vectors in each. */
async function createWorkspace(email: string, tag: string) {
  const { id: ownerId } = await db.user.findUniqueOrThrow({ where: { email }, select: { id: true } });
  const address = (n: number) => `${tag}${n}@mail.example`;
  const recipient = await db.recipient.create({
    data: {
      ...{ ownerId, email: `${tag}@mail.example`, name: names.join(" "), comment: whole },
      fields: Object.fromEntries(vectors.map((vector) => [vector, vector])),
    },
  });
  await db.recipient.createMany({ data: names.map((name, n) => ({ ownerId, email: address(n), name })) });
  await db.recipientList.createMany({ data: names.map((name) => ({ ownerId, name })) });
  const list = await db.recipientList.create({
    data: { ownerId, name: whole, members: { create: { recipientId: recipient.id } } },
  });
  await db.suppression.createMany({
    data: names.map((note, n) => ({
      ...{ ownerId, email: address(n), reason: "manual" as const, note },
      ...(n % 2 === 0 && { liftedAt: new Date(), liftedById: ownerId, liftReason: note }),
    })),
  });
  const message = await db.message.create({
    data: { ownerId, subject: whole.replace(/\s+/g, " "), html: "<p>News</p>", text: "News" },
  });
  const mailing = await createMailings(ownerId, message.id, list.id);
  return { recipient: recipient.id, list: list.id, ...mailing };
}

/** Each ran once; of the last, every delivery was refused in the words of a vector. */
async function createMailings(ownerId: string, messageId: string, listId: string) {
  const schedule = { startLocal: "2026-01-02T09:00:00", timeZone: "UTC", period: "once" } as const;
  const at = new Date("2026-01-02T09:00:00Z");
  const mailings = [...names, whole].map((name) => ({
    ...{ id: randomUUID(), ownerId, messageId, name, ...schedule, status: "finished" as const },
  }));
  await db.mailing.createMany({ data: mailings });
  const attempts = mailings.map(({ id, name }) => ({
    ...{ id: randomUUID(), mailingId: id, ownerId, kind: "scheduled" as const, occurrenceAt: at },
    ...{ status: "failed" as const, subject: name, preheader: name, html: "<p>News</p>", text: whole },
    ...{ fromAddress: "news@mail.example", replyTo: "", language: "en", senderName: name, batchSize: 100 },
    ...{ answerCode: "422", answer: name, closedAt: new Date() },
  }));
  const [mailing, attempt] = [mailings.at(-1)?.id ?? "", attempts.at(-1)?.id ?? ""];
  await db.mailingList.create({ data: { mailingId: mailing, listId } });
  const size = names.length;
  const batch = {
    id: randomUUID(),
    attemptId: attempt,
    seq: 0,
    status: "closed" as const,
    size,
    rejected: size,
  };
  // At once: other tests look whether the ledger holds.
  await db.$transaction([
    db.attempt.createMany({ data: attempts }),
    db.attempt.update({ where: { id: attempt }, data: { planned: size, rejected: size } }),
    db.batch.create({ data: { ...batch, availableAt: at, closedAt: new Date() } }),
    db.delivery.createMany({
      data: names.map((name, position) => ({
        ...{ attemptId: attempt, batchId: batch.id, position, recipientId: randomUUID() },
        ...{ address: `${position}@mail.example`, name, status: "rejected" as const, reason: "refused" },
        ...{ answer: name, settledAt: new Date() },
      })),
    }),
    // As the provider tells of it later: with the figures that the reports count.
    db.$executeRaw`
      UPDATE deliveries SET fate = 'bounced', fate_at = engine_now(), fate_detail = answer WHERE attempt_id = ${attempt}::uuid`,
  ]);
  return { mailing, attempt };
}

/** What a page did that no text may do. */
async function watch(page: Page): Promise<string[]> {
  const happened: string[] = [];
  page.on("dialog", (dialog) => {
    happened.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (new URL(request.url()).hostname === "tracker.invalid") happened.push(request.url());
  });
  await page.addInitScript(() => {
    // A dialog that a closing page swallows counts too.
    window.alert = () => console.error("A text ran.");
  });
  return happened;
}

function overhangOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

test("nothing of a hundred and forty attacks runs, or makes a page wider than its screen, that stand in names, comments, fields, notes and answers", async ({
  pageOf,
}) => {
  const owner = await createAccount("user");
  const tag = randomUUID();
  const { recipient, list, mailing, attempt } = await createWorkspace(owner.email, tag);
  const theirs = await pageOf(owner);
  const watching = await pageOf(account("manager"));
  const happened = await Promise.all([watch(theirs), watch(watching)]);
  const search = encodeURIComponent(vectors.slice(0, 12).join(" ").slice(0, 320));
  const own = [
    ...["/recipients", `/recipients?search=${search}`, `/recipients/${recipient}`],
    ...[`/recipients/${recipient}/edit`, "/recipients/lists", `/recipients/lists/${list}`],
    ...["/recipients/suppressions", "/mailings", `/mailings/${mailing}`, `/mailings/${mailing}/edit`],
    ...[`/mailings/${mailing}/delete`, "/attempts", `/attempts/${attempt}`, "/reports", "/overview"],
  ];
  const all = [
    ...[`/admin/recipients?search=${tag}`, `/admin/recipients/${recipient}`, "/admin/recipients/lists"],
    ...["/admin/mailings", "/admin/attempts", "/admin/reports"],
  ];
  async function visit(page: Page, paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      // Time for whatever would run; a page that is read again and again is never idle.
      await page.evaluate(() => new Promise((done) => setTimeout(done, 200)));
      for (const viewport of [devices["Desktop Chrome"].viewport, devices["Pixel 7"].viewport]) {
        await page.setViewportSize(viewport);
        expect
          .soft(await overhangOf(page), `pixels beyond the right edge of ${path} at ${viewport.width}`)
          .toBeLessThanOrEqual(0);
      }
      expect(await page.locator("main script:not([nonce]), main iframe:not([sandbox])").count()).toBe(0);
    }
  }
  await Promise.all([visit(theirs, own), visit(watching, all)]);
  // They are there, as what they are.
  await theirs.goto(`/recipients/${recipient}`);
  await expect(theirs.getByText(vectors[0] ?? "").first()).toBeVisible();
  expect(happened.flat()).toEqual([]);
});
