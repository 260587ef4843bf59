import { createAccount } from "@/tests/e2e/support/accounts";
import { createMailing, db } from "@/tests/e2e/support/ledger";
import type { Account } from "@/tests/e2e/support/setting";

/** Somebody with more than a page of everything that lists show. */
export interface Owner {
  readonly account: Account;
  /** Stands on each of their own pages, in every row, and nowhere on another's. */
  readonly tag: string;
  readonly ids: Readonly<Record<"mailing" | "message" | "recipient" | "list", string>>;
}

const MORE_THAN_A_PAGE = 55;

export async function createOwner(): Promise<Owner> {
  const account = await createAccount("user");
  const { id: mailing, ownerId, addresses } = await createMailing(account.email, MORE_THAN_A_PAGE);
  const tag = /\.(\w+)@/.exec(addresses[0] ?? "")?.[1] ?? "";
  const { messageId, lists } = await db.mailing.findUniqueOrThrow({
    where: { id: mailing },
    select: { messageId: true, lists: { select: { listId: true } } },
  });
  const { id: recipient } = await db.recipient.findFirstOrThrow({ where: { ownerId }, select: { id: true } });
  const numbers = Array.from({ length: MORE_THAN_A_PAGE }, (_, n) => n);
  await db.recipientList.createMany({ data: numbers.map((n) => ({ ownerId, name: `Readers ${tag} ${n}` })) });
  await db.message.createMany({
    data: numbers.map((n) => ({ ownerId, subject: `News ${tag} ${n}`, html: "<p>Hello</p>", text: "Hello" })),
  });
  await db.mailing.createMany({
    data: numbers.map((n) => ({
      ...{ ownerId, messageId, name: `Weekly news ${tag} ${n}`, startLocal: "2040-01-02T09:00:00" },
      ...{
        timeZone: "Europe/Berlin",
        period: "weekly" as const,
        nextRunAt: new Date("2040-01-02T08:00:00Z"),
      },
    })),
  });
  return { account, tag, ids: { mailing, message: messageId, recipient, list: lists[0]?.listId ?? "" } };
}
