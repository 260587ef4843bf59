import { database } from "@/lib/db";
import { demoDataAllowed, env } from "@/lib/env";
import { CommandError } from "@/scripts/command-line";
import { demoEmails, insertAccounts, makeAccounts, type DemoAccount } from "@/scripts/seed/accounts";
import { createArticles } from "@/scripts/seed/articles";
import { createMailings } from "@/scripts/seed/mailings";

/**
 * Fills an empty embedded database: five accounts, recipients, messages, mailings in every status, articles.
 * One mailing to 1,000 recipients is due within the minute. All of it or nothing, unless the process is
 * killed: see `removeDemoData`. The passwords are in the answer and nowhere else.
 *
 * @param keep is given the accounts before the first row is written
 * @throws CommandError where database and mailbox are not both embedded, or accounts are there already
 */
export async function loadDemoData(
  keep: (accounts: readonly DemoAccount[]) => Promise<void> = async () => {},
): Promise<DemoAccount[]> {
  if (!demoDataAllowed(env())) {
    throw new CommandError("Demo data goes only where database and mailbox are both the embedded ones.");
  }
  const db = database();
  const made = await makeAccounts();
  const accounts = Object.values(made).map(({ account }) => account);
  await keep(accounts);
  const people = await insertAccounts(db, made);
  try {
    await createArticles(db, people.content);
    await createMailings(db, people);
  } catch (error) {
    await removeDemoData();
    throw error;
  }
  return accounts;
}

/**
 * Empties the database of a load that did not come to its end: half a demo would keep the whole one from
 * ever being loaded. Whoever registered meanwhile is left alone, and with them everything.
 *
 * @returns whether the database is empty now
 */
export async function removeDemoData(): Promise<boolean> {
  const db = database();
  if ((await db.user.count({ where: { email: { notIn: demoEmails } } })) > 0) return false;
  await db.$executeRaw`
    TRUNCATE users, recipients, lists, messages, mailings, attempts, batches, deliveries, suppressions,
      provider_events, audit_events, posts, images CASCADE`;
  return true;
}
