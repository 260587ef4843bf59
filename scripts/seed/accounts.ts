import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { hashPassword } from "@/lib/auth/password";
import type { Database } from "@/lib/db";
import { CommandError } from "@/scripts/command-line";

export interface DemoAccount {
  email: string;
  password: string;
  role: string;
}

export interface DemoUser {
  id: string;
  role: string;
  timeZone: string;
}

const BOOKSHOP = { senderName: "Lantern Books", replyTo: "hello@lantern-books.example" };
const TEASHOP = { senderName: "Чайная «Северный сад»", replyTo: "privet@severny-sad.example" };
const NOBODY = { senderName: null, replyTo: null };

const PEOPLE = {
  admin: { name: "Ada Keeper", role: "admin", language: "en", timeZone: "Europe/London", ...NOBODY },
  manager: { name: "Martin Watchman", role: "manager", language: "en", timeZone: "Europe/Berlin", ...NOBODY },
  content: { name: "Clara Penwright", role: "content_manager", language: "en", timeZone: "UTC", ...NOBODY },
  emma: { name: "Emma Clarke", role: "user", language: "en", timeZone: "Europe/London", ...BOOKSHOP },
  olga: { name: "Ольга Северова", role: "user", language: "ru", timeZone: "Europe/Moscow", ...TEASHOP },
} as const;

type Key = keyof typeof PEOPLE;
export type DemoPeople = Record<Key, DemoUser>;

export const demoEmails = Object.keys(PEOPLE).map(emailOf);

/** The demo accounts, each with a password of its own, before they are anywhere. Users come first. */
export async function makeAccounts() {
  return {
    emma: await makeAccount("emma"),
    olga: await makeAccount("olga"),
    manager: await makeAccount("manager"),
    content: await makeAccount("content"),
    admin: await makeAccount("admin"),
  };
}

/**
 * Writes the accounts in one transaction.
 *
 * @throws CommandError where the database has accounts already, these or others
 */
export async function insertAccounts(
  db: Database,
  made: Awaited<ReturnType<typeof makeAccounts>>,
): Promise<DemoPeople> {
  await db.$transaction(async (tx) => {
    // Two that begin together: the second waits here and finds the accounts of the first.
    await tx.$executeRaw`LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE`;
    if ((await tx.user.count({ take: 1 })) > 0) {
      throw new CommandError("The database has accounts already; demo data is for an empty one.");
    }
    await tx.user.createMany({ data: Object.values(made).map(({ row }) => row) });
  });
  return {
    admin: made.admin.user,
    manager: made.manager.user,
    content: made.content.user,
    emma: made.emma.user,
    olga: made.olga.user,
  };
}

async function makeAccount(key: Key) {
  const user = { id: uuidv7(), ...PEOPLE[key] };
  const email = emailOf(key);
  const password = randomBytes(12).toString("base64url");
  return {
    user,
    row: { ...user, email, passwordHash: await hashPassword(password), emailVerifiedAt: new Date() },
    account: { email, password, role: user.role },
  };
}

function emailOf(key: string): string {
  return `${key}@posthorn.example`;
}
