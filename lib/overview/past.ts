import { readTogether } from "@/lib/database/read-together";
import { database } from "@/lib/db";
import { lastRunOf, shownLastRun, type LastRun } from "@/lib/overview/last-run";
import { shownTrouble, troubleFrom, troubleOf, type Trouble } from "@/lib/overview/trouble";
import type { Visit } from "@/lib/overview/visit";
import { mayOwnMailings, maySeeAll, type Actor } from "@/lib/users/policy";

export interface Past {
  /** The run that ended last; null before the first. */
  last: LastRun | null;
  /** What went wrong since the last visit. */
  trouble: Trouble;
}

/** What the overview looks back on: of one's own mailings, of everybody's for who watches over them. */
export async function overviewPast(actor: Actor, visit: Visit): Promise<Past> {
  const [whole, from] = [maySeeAll(actor), troubleFrom(visit)];
  if (!whole && !mayOwnMailings(actor))
    return { last: null, trouble: shownTrouble(actor, from, { attempts: [], holds: [] }) };
  const ownerId = whole ? null : actor.id;
  const parts = { last: lastRunOf(ownerId), ...troubleOf(ownerId, from) };
  const { last, ...trouble } = await readTogether(database(), parts);
  return { last: shownLastRun(actor, last), trouble: shownTrouble(actor, from, trouble) };
}
