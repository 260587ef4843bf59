import { randomUUID } from "node:crypto";
import { Prisma } from "@prisma/client";
import { database } from "@/lib/db";
import { unheld } from "@/lib/sending/unheld";

/** A run of `mailings:send --now` that was ended before all that it had started had gone out. */
export interface InterruptedStart {
  warning: string;
  /** Mailings that it started and that are through: to start them again would send twice. */
  through: ReadonlySet<string>;
}

// The first three groups of a UUID, which all start ids of one run share.
const RUN = Prisma.sql`left(a.start_id::text, 18)`;

/** Start ids of one run of the command: each its own, and known as the run's. */
export function startIdsOfRun(): () => string {
  const run = randomUUID().slice(0, 18);
  return () => run + randomUUID().slice(18);
}

/** Null where nothing that the command line started is open, but for what is held. */
export async function interruptedStart(): Promise<InterruptedStart | null> {
  const runs = await database().$queryRaw<{ run: string; open: number; startedAt: Date }[]>`
    SELECT ${RUN} AS run, count(*)::int AS open, min(a.created_at) AS "startedAt" FROM attempts a
    JOIN mailings m ON m.id = a.mailing_id JOIN users u ON u.id = m.owner_id
    WHERE a.closed_at IS NULL AND a.kind = 'manual' AND a.started_by_id IS NULL AND a.start_id IS NOT NULL AND ${unheld}
    GROUP BY 1 ORDER BY min(a.created_at)`;
  const [first] = runs;
  if (first === undefined) return null;
  const through = await Promise.all(runs.map(({ run }) => throughInRun(run)));
  const open = runs.reduce((sum, run) => sum + run.open, 0);
  return {
    warning:
      `${open} mailings that a command started since ${first.startedAt.toISOString()} have not all gone out yet; they go on ` +
      "now. After an interruption npm run mailings:send without --now goes on with them and starts nothing again.",
    through: new Set(through.flat()),
  };
}

async function throughInRun(run: string): Promise<string[]> {
  const ids = { gte: `${run}-0000-000000000000`, lte: `${run}-ffff-ffffffffffff` };
  const attempts = await database().attempt.findMany({
    where: { startId: ids, closedAt: { not: null } },
    select: { mailingId: true },
  });
  return attempts.map(({ mailingId }) => mailingId);
}
