import { database, type Database } from "@/lib/db";
import { demoDataAllowed, env } from "@/lib/env";
import { CommandError } from "@/scripts/command-line";
import { createAccounts, type DemoAccount, type DemoPeople } from "@/scripts/seed/accounts";
import { createArticles } from "@/scripts/seed/articles";
import { createMailings } from "@/scripts/seed/mailings";

/**
 * Fills an empty embedded database: five accounts, recipients, messages, mailings in every status, articles.
 * One mailing to 1,000 recipients is due within the minute. All of it or nothing. The passwords are in the
 * answer and nowhere else.
 *
 * @throws CommandError where database and mailbox are not both embedded, or accounts are there already
 */
export async function loadDemoData(): Promise<DemoAccount[]> {
  if (!demoDataAllowed(env())) {
    throw new CommandError("Demo data goes only where database and mailbox are both the embedded ones.");
  }
  const db = database();
  const { people, accounts } = await createAccounts(db);
  try {
    await createArticles(db, people.content);
    await createMailings(db, people);
  } catch (error) {
    await undo(db, people);
    throw error;
  }
  return accounts;
}

/** Half a demo would keep the whole one from ever being loaded. Whoever registered meanwhile is left alone. */
async function undo(db: Database, people: DemoPeople): Promise<void> {
  const ids = Object.values(people).map(({ id }) => id);
  if ((await db.user.count({ where: { id: { notIn: ids } } })) > 0) return;
  await db.$executeRaw`
    TRUNCATE users, recipients, lists, messages, mailings, attempts, batches, deliveries, suppressions,
      provider_events, audit_events, posts, images CASCADE`;
}
