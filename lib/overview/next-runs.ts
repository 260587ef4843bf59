import { cacheTags } from "@/lib/cache/tags";
import { cached } from "@/lib/cache/cached";
import { database } from "@/lib/db";
import { cachedAudience } from "@/lib/mailings/queries";
import { mayOwnMailings, maySeeAll, type Actor } from "@/lib/users/policy";

const SHOWN = 3;

export interface NextRun {
  mailingId: string;
  name: string;
  /** Whose it is, where that is somebody else. */
  owner: string | null;
  /** Past where it is due and waits for the engine. */
  at: Date;
  /** How many it would reach now: of one's own mailing that runs once and has only its time to wait for. */
  startNow: number | null;
}

/** The next three runs of mailings that nothing holds: one's own, everybody's for who watches over them. */
export async function nextRuns(actor: Actor): Promise<NextRun[]> {
  const rows = maySeeAll(actor)
    ? await readNextRuns(null)
    : mayOwnMailings(actor)
      ? await cachedNextRuns(actor.id)
      : [];
  return Promise.all(
    rows.map(async ({ ownerId, ownerName, waits, ...run }) => {
      const isOwn = ownerId === actor.id;
      const startNow = isOwn && waits ? await reach(ownerId, run.mailingId) : null;
      return { ...run, owner: isOwn ? null : ownerName, startNow };
    }),
  );
}

/** Null where it is nobody. */
async function reach(ownerId: string, mailingId: string): Promise<number | null> {
  const { receive } = await cachedAudience(ownerId, mailingId);
  return receive > 0 ? receive : null;
}

const cachedNextRuns = cached(
  "overview-next-runs",
  (ownerId) => [cacheTags.mailings(ownerId)],
  // Their own name is not shown to them, so it is not kept.
  async (ownerId: string) => (await readNextRuns(ownerId)).map((run) => ({ ...run, ownerName: "" })),
);

async function readNextRuns(ownerId: string | null) {
  const found = await database().mailing.findMany({
    where: {
      ...(ownerId !== null && { ownerId }),
      nextRunAt: { not: null },
      status: { not: "finished" },
      ...{ archivedAt: null, pausedAt: null, stoppedAt: null, protectedAt: null },
      owner: { blockedAt: null, closedAt: null, role: { in: ["user", "admin"] } },
    },
    orderBy: [{ nextRunAt: "asc" }, { id: "asc" }],
    take: SHOWN,
    select: {
      ...{ id: true, name: true, nextRunAt: true, period: true, status: true },
      owner: { select: { id: true, name: true } },
    },
  });
  return found.flatMap(({ id, name, nextRunAt, period, status, owner }) => {
    if (nextRunAt === null) return [];
    const waits = period === "once" && status === "created";
    return [{ mailingId: id, name, at: nextRunAt, waits, ownerId: owner.id, ownerName: owner.name }];
  });
}
