import { database, type Database } from "@/lib/db";
import { demoDataAllowed, env } from "@/lib/env";
import { collectNotices } from "@/lib/notices/collect";
import { CommandError } from "@/scripts/command-line";
import {
  demoEmails,
  insertAccounts,
  makeAccounts,
  type DemoAccount,
  type DemoPeople,
} from "@/scripts/seed/accounts";
import { createArticles } from "@/scripts/seed/articles";
import { createAudiences } from "@/scripts/seed/audiences";
import { setClock } from "@/scripts/seed/clock";
import { liveThrough } from "@/scripts/seed/history";
import { createDemoMailing, planMailings } from "@/scripts/seed/mailings";

/**
 * Fills an empty embedded database: five accounts, recipients, messages, mailings in every status with three weeks of
 * history, articles. A mailing to 1,000 recipients waits for tomorrow or for whoever starts it. All of it or nothing,
 * unless the process is killed: see `removeDemoData`. The passwords are in the answer and nowhere else.
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
  return load(keep, async (db, people) => {
    const lists = await createAudiences(db, people);
    await makeOlder(db);
    await liveThrough(db, people, lists);
    const { boxes, catalogue } = planMailings(people, lists);
    for (const plan of [boxes, catalogue]) await createDemoMailing(plan);
  });
}

/**
 * The same people, recipients, messages, mailings and articles for a database of one's own, without a history: nothing is
 * sent, and every mailing is made paused by its owner, with a start that is still to come.
 *
 * @throws CommandError where accounts are there already
 */
export async function loadPausedDemoData(): Promise<DemoAccount[]> {
  return load(
    async () => {},
    async (db, people) => {
      const plans = planMailings(people, await createAudiences(db, people));
      for (const plan of Object.values(plans)) {
        let { start } = plan;
        while (start.epochMilliseconds < Date.now() + DAY_MS) start = start.add({ weeks: 1 });
        await createDemoMailing({ ...plan, start }, { paused: true });
      }
    },
  );
}

const DAY_MS = 24 * 3_600_000;

async function load(
  keep: (accounts: readonly DemoAccount[]) => Promise<void>,
  fill: (db: Database, people: DemoPeople) => Promise<void>,
): Promise<DemoAccount[]> {
  const db = database();
  const made = await makeAccounts();
  const accounts = Object.values(made).map(({ account }) => account);
  await keep(accounts);
  const people = await insertAccounts(db, made);
  try {
    await createArticles(db, people.content);
    await fill(db, people);
    // Nobody is to find an inbox full of news about a history that never was.
    await collectNotices(db, { silent: true });
  } catch (error) {
    await removeDemoData();
    throw error;
  }
  return accounts;
}

/** Accounts and recipients were there before the first mailing went out. */
async function makeOlder(db: Database): Promise<void> {
  await db.$executeRaw`UPDATE users SET created_at = created_at - interval '40 days'`;
  // Lists of who was added in some days go by ids, which begin with the time.
  await db.$executeRaw`
    UPDATE recipients r SET created_at = r.created_at - interval '30 days',
      updated_at = r.updated_at - interval '30 days',
      id = (substr(old.time, 1, 8) || '-' || substr(old.time, 9) || substr(r.id::text, 14))::uuid
    FROM (SELECT id, lpad(to_hex((extract(epoch FROM created_at - interval '30 days') * 1000)::bigint), 12, '0') AS time
      FROM recipients) old WHERE old.id = r.id`;
  await db.$executeRaw`
    UPDATE lists SET created_at = created_at - interval '30 days', updated_at = updated_at - interval '30 days'`;
  await db.$executeRaw`UPDATE list_members SET added_at = added_at - interval '30 days'`;
  await db.$executeRaw`UPDATE suppressions SET created_at = created_at - interval '25 days'`;
}

/**
 * Empties the database of a load that did not come to its end: half a demo would keep the whole one from
 * ever being loaded. Whoever registered meanwhile is left alone, and with them everything.
 *
 * @returns whether the database is empty now
 */
export async function removeDemoData(): Promise<boolean> {
  return database().$transaction(async (tx) => {
    // Nobody registers between the look and the end.
    await tx.$executeRaw`LOCK TABLE users IN ACCESS EXCLUSIVE MODE`;
    await setClock(tx, 0);
    if ((await tx.user.count({ where: { email: { notIn: demoEmails } } })) > 0) return false;
    await tx.$executeRaw`
      TRUNCATE users, recipients, lists, messages, mailings, attempts, batches, deliveries, suppressions,
        earlier_suppressions, jobs, provider_events, outcome_deltas, outcome_quarters, outcome_domains, attempt_domains, clicked_links, audit_events,
        posts, images CASCADE`;
    return true;
  });
}
