import { database } from "@/lib/db";
import { isCurrent } from "@/lib/jobs/queries";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

/** What goes on with one's own recipients. */
export interface GoingOn {
  /** `currentJobs` finds some. */
  jobs: boolean;
  /** `openErasings` may find some. */
  erasings: boolean;
}

/** Asked before what goes on is read: most of the time nothing does, and the page of recipients asks once. Never out of a cache. */
export async function goingOn(actor: Actor): Promise<GoingOn> {
  const nothing = { jobs: false, erasings: false };
  if (!mayOwnMailings(actor)) return nothing;
  const [found] = await database().$queryRaw<GoingOn[]>`
    SELECT EXISTS (SELECT FROM jobs WHERE ${isCurrent(actor)}) AS jobs,
      EXISTS (SELECT FROM jobs WHERE owner_id = ${actor.id}::uuid AND kind = 'erasing' AND status <> 'succeeded') AS erasings`;
  return found ?? nothing;
}
