import { database } from "@/lib/db";
import type { AttemptCounts, AttemptStatus } from "@/lib/mailings/status";
import { mayOwnMailings, maySeeAll, type Actor } from "@/lib/users/policy";

export interface LastRun extends AttemptCounts {
  id: string;
  status: AttemptStatus;
  at: Date;
  mailing: string;
  /** Whose it is, where that is somebody else. */
  owner: string | null;
}

/** The run that ended last: of one's own mailings, of everybody's for who watches over them; null before the first. */
export async function lastRun(actor: Actor): Promise<LastRun | null> {
  if (!maySeeAll(actor) && !mayOwnMailings(actor)) return null;
  const found = await database().attempt.findFirst({
    where: { closedAt: { not: null }, ...(!maySeeAll(actor) && { ownerId: actor.id }) },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: {
      ...{ id: true, status: true, createdAt: true, ownerId: true },
      ...{ planned: true, accepted: true, rejected: true, skipped: true, cancelled: true, uncertain: true },
      mailing: { select: { name: true, owner: { select: { name: true } } } },
    },
  });
  if (found === null) return null;
  const { createdAt, ownerId, mailing, ...run } = found;
  return {
    ...run,
    at: createdAt,
    mailing: mailing.name,
    owner: ownerId === actor.id ? null : mailing.owner.name,
  };
}
