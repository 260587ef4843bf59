import { Prisma } from "@prisma/client";
import { cacheTags } from "@/lib/cache/tags";
import { cached } from "@/lib/cache/cached";
import { database } from "@/lib/db";
import { mailingFigures, uniqueClients } from "@/lib/home/queries";
import { unheld } from "@/lib/sending/unheld";
import { mayOwnMailings, maySeeAll, type Actor } from "@/lib/users/policy";

const DAYS = 30;

/** Of the last 30 days, the runs that go on included. */
interface Outcomes {
  accepted: number;
  rejected: number;
}

interface OwnThings {
  mailings: number;
  active: number;
  recipients: number;
  lists: number;
  suppressions: number;
}

export type OwnFigures = OwnThings & Outcomes;

/** What somebody has, and what became of it of late; null for a role that keeps no mailings. */
export async function ownFigures(actor: Actor): Promise<OwnFigures | null> {
  if (!mayOwnMailings(actor)) return null;
  const [things, outcomes] = await Promise.all([ownThings(actor.id), outcomesOf(actor.id)]);
  return { ...things, ...outcomes };
}

// Not the outcomes: they move while a mailing goes out.
const ownThings = cached(
  "overview-things",
  (ownerId) => [cacheTags.mailings(ownerId), cacheTags.recipients(ownerId)],
  async (ownerId: string): Promise<OwnThings> => {
    const [row] = await database().$queryRaw<OwnThings[]>`
      SELECT
        (SELECT count(*)::int FROM mailings WHERE owner_id = ${ownerId}::uuid AND archived_at IS NULL) AS mailings,
        (SELECT count(*)::int FROM mailings m JOIN users u ON u.id = m.owner_id
          WHERE m.owner_id = ${ownerId}::uuid AND m.status <> 'finished' AND ${unheld}) AS active,
        (SELECT count(*)::int FROM recipients WHERE owner_id = ${ownerId}::uuid) AS recipients,
        (SELECT count(*)::int FROM lists WHERE owner_id = ${ownerId}::uuid) AS lists,
        (SELECT count(*)::int FROM suppressions WHERE owner_id = ${ownerId}::uuid AND lifted_at IS NULL) AS suppressions`;
    return row ?? { mailings: 0, active: 0, recipients: 0, lists: 0, suppressions: 0 };
  },
);

export interface WholeFigures extends Outcomes {
  /** Accounts that are not closed. */
  people: number;
  blocked: number;
  mailings: number;
  active: number;
  /** Distinct addresses over all owners. */
  addresses: number;
}

/** The whole, for who watches over everybody's; null for all others. */
export async function wholeFigures(actor: Actor): Promise<WholeFigures | null> {
  if (!maySeeAll(actor)) return null;
  const [people, mailings, addresses, outcomes] = await Promise.all([
    countPeople(),
    mailingFigures(),
    uniqueClients(),
    outcomesOf(null),
  ]);
  return { ...people, ...mailings, addresses, ...outcomes };
}

async function countPeople(): Promise<{ people: number; blocked: number }> {
  const [row] = await database().$queryRaw<{ people: number; blocked: number }[]>`
    SELECT count(*)::int AS people, count(*) FILTER (WHERE blocked_at IS NOT NULL)::int AS blocked
    FROM users WHERE closed_at IS NULL`;
  return row ?? { people: 0, blocked: 0 };
}

/** Closed attempts carry their sums, open ones have them in their batches. */
async function outcomesOf(ownerId: string | null): Promise<Outcomes> {
  const whose = ownerId === null ? Prisma.empty : Prisma.sql`AND a.owner_id = ${ownerId}::uuid`;
  const [row] = await database().$queryRaw<Outcomes[]>`
    SELECT coalesce(sum(accepted), 0)::int AS accepted, coalesce(sum(rejected), 0)::int AS rejected FROM (
      SELECT a.accepted, a.rejected FROM attempts a
      WHERE a.closed_at > engine_now() - ${DAYS} * interval '1 day' ${whose}
      UNION ALL
      SELECT b.accepted, b.rejected FROM attempts a JOIN batches b ON b.attempt_id = a.id
      WHERE a.status IN ('planning', 'sending') ${whose}
    ) outcomes`;
  return row ?? { accepted: 0, rejected: 0 };
}
