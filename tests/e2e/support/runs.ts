import { randomUUID } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { createAccount } from "@/tests/e2e/support/accounts";
import { attemptsOf, createMailing, db, type OwnMailing } from "@/tests/e2e/support/ledger";
import type { Account } from "@/tests/e2e/support/setting";
import { confirmedStart } from "@/tests/e2e/support/test";

export interface Run extends OwnMailing {
  readonly owner: Account;
  readonly name: string;
  readonly attemptId: string;
  /** The one address that was rejected. */
  readonly rejected: string;
  readonly page: Page;
}

/** A mailing of an account of its own, started by hand, of which the first recipient's email could not be made. */
export async function runWithRejected(
  pageOf: (account: Account) => Promise<Page>,
  recipients: number,
): Promise<Run> {
  const owner = await createAccount("user");
  const made = await createMailing(owner.email, recipients);
  const { messageId, name } = await db.mailing.findUniqueOrThrow({ where: { id: made.id } });
  await db.message.update({ where: { id: messageId }, data: { html: "<p>To {{city}}</p>" } });
  const [rejected = ""] = made.addresses;
  // A number where the email wants a text.
  await setCity(rejected, 5);
  const page = await pageOf(owner);
  await page.goto(`/mailings/${made.id}`);
  await (await confirmedStart(page)).click();
  await expect.poll(async () => (await attemptsOf(made.id))[0]?.status).toBe("partly_failed");
  const [attempt] = await attemptsOf(made.id);
  return { ...made, owner, name, attemptId: attempt?.id ?? "", rejected, page };
}

/** What is known of a recipient beside the name. */
export function setCity(email: string, city: string | number) {
  return db.recipient.updateMany({ where: { email }, data: { fields: { city } } });
}

/** A run that has ended without an answer about any of its emails, as the engine closes it; none of them was sent. */
export async function closedUncertain({ id: mailingId, ownerId, addresses }: OwnMailing): Promise<string> {
  const { message } = await db.mailing.findUniqueOrThrow({
    where: { id: mailingId },
    select: { message: { select: { id: true, subject: true, html: true, text: true } } },
  });
  const { id: messageId, ...content } = message;
  const settledAt = new Date();
  const figures = { uncertain: addresses.length, closedAt: settledAt };
  const { id: attemptId } = await db.attempt.create({
    data: {
      ...{ mailingId, ownerId, messageId, ...content, ...figures },
      ...{
        kind: "manual",
        status: "failed",
        startedById: ownerId,
        startId: randomUUID(),
        occurrenceAt: settledAt,
      },
      ...{
        preheader: "",
        fromAddress: "news@posthorn.example",
        replyTo: "",
        language: "en",
        senderName: "Vera",
      },
      ...{ batchSize: 100, nextSeq: 1, planned: addresses.length, plannedAt: settledAt },
    },
  });
  const { id: batchId } = await db.batch.create({
    data: {
      ...{ attemptId, seq: 0, status: "closed", size: addresses.length, ...figures },
      ...{
        availableAt: settledAt,
        requests: 1,
        unknowns: 1,
        requestedAt: settledAt,
        firstUnknownAt: settledAt,
      },
    },
  });
  const recipients = await db.recipient.findMany({
    where: { ownerId, email: { in: [...addresses] } },
    select: { id: true, email: true, name: true },
    orderBy: { id: "asc" },
  });
  await db.delivery.createMany({
    data: recipients.map(({ id: recipientId, email: address, name }, position) => ({
      ...{ attemptId, batchId, position, recipientId, address, name, settledAt },
      ...{ status: "uncertain" as const, reason: "unknown_too_long" },
    })),
  });
  return attemptId;
}
