import { database } from "@/lib/db";
import { allSuppressed, audienceSize, type AudienceFigures } from "@/lib/mailings/audience";
import { describeOccurrences, type OccurrenceNote, type Period } from "@/lib/mailings/schedule";
import { holds, type Hold } from "@/lib/mailings/status";
import { BATCH_LIMIT, DEFAULT_SETTINGS } from "@/lib/sending/settings";
import { onlyMailing } from "@/lib/sending/unheld";

/** Audiences counted side by side: fewer than the connections of a process, so that others find one. */
const AT_ONCE = 4;

export interface Forecast {
  mailingId: string;
  name: string;
  holds: Hold[];
  /** An attempt is open: nothing new starts before it closes. */
  openAttempt: boolean;
  nextRunAt: Date | null;
  due: boolean;
  /** Chosen and not excluded, each once. */
  recipients: number;
  suppressed: number;
  gotBefore: number;
  /** Those of them who would receive it. */
  receive: number;
  /** Milliseconds from the first request to the last, at the rate given. */
  duration: number;
  /** The next five occurrences. */
  occurrences: OccurrenceNote[];
}

/**
 * In how many requests an audience goes out at most, as it is planned: chunk by chunk, batch by batch. Where some of a chunk
 * are excluded, nobody knows of which.
 */
export function requestsFor(
  { chosen, recipients }: Pick<AudienceFigures, "chosen" | "recipients">,
  size = BATCH_LIMIT,
): number {
  const { chunk } = DEFAULT_SETTINGS;
  const all = Math.floor(chosen / chunk) * Math.ceil(chunk / size) + Math.ceil((chosen % chunk) / size);
  return Math.min(all, Math.floor(recipients / size) + Math.ceil(chosen / chunk), recipients);
}

/** How long that many requests take at a rate of so many a second; milliseconds. */
export function sendingTime(requests: number, requestsPerSecond: number): number {
  return Math.round((requests / requestsPerSecond) * 1_000);
}

/** What a tick would do with active mailings: all of them, or one. Reads and changes nothing. */
export async function forecastMailings(options: {
  requestsPerSecond: number;
  mailingId?: string;
  limit: number;
}): Promise<Forecast[]> {
  const [clock] = await database().$queryRaw<{ now: Date }[]>`SELECT engine_now() AS now`;
  // The machine's own clock would be another answer, so there is none in its place.
  if (clock === undefined) throw new Error("The database said no time.");
  // In two, for the indexes on mailings with a run to come and on unfinished ones without: finished ones have none.
  const active = await database().$queryRaw<{ id: string }[]>`
    SELECT id FROM (
      (SELECT m.id, m.next_run_at FROM mailings m
        WHERE m.next_run_at IS NOT NULL AND m.archived_at IS NULL AND ${onlyMailing(options.mailingId)}
        ORDER BY m.next_run_at, m.id LIMIT ${options.limit})
      UNION ALL
      (SELECT m.id, m.next_run_at FROM mailings m
        WHERE m.status <> 'finished' AND m.archived_at IS NULL AND m.next_run_at IS NULL AND ${onlyMailing(options.mailingId)}
        ORDER BY m.id LIMIT ${options.limit})
    ) unfinished ORDER BY next_run_at, id LIMIT ${options.limit}`;
  const mailings = await database().mailing.findMany({
    where: { id: { in: active.map((mailing) => mailing.id) } },
    orderBy: [{ nextRunAt: "asc" }, { id: "asc" }],
    select: selected,
  });
  const forecasts: Forecast[] = [];
  for (let from = 0; from < mailings.length; from += AT_ONCE) {
    const group = mailings.slice(from, from + AT_ONCE);
    const facts = group.map((mailing) => forecast(mailing, clock.now, options.requestsPerSecond));
    forecasts.push(...(await Promise.all(facts)));
  }
  return forecasts;
}

const selected = {
  id: true,
  name: true,
  ownerId: true,
  startLocal: true,
  timeZone: true,
  period: true,
  endAt: true,
  nextRunAt: true,
  pausedAt: true,
  stoppedAt: true,
  protectedAt: true,
  owner: { select: { blockedAt: true, closedAt: true, role: true } },
  attempts: { where: { closedAt: null }, select: { id: true }, take: 1 },
} as const;

interface ForecastMailing {
  id: string;
  name: string;
  ownerId: string;
  startLocal: string;
  timeZone: string;
  period: Period;
  endAt: Date | null;
  nextRunAt: Date | null;
  pausedAt: Date | null;
  stoppedAt: Date | null;
  protectedAt: Date | null;
  owner: { blockedAt: Date | null; closedAt: Date | null; role: string };
  attempts: unknown[];
}

async function forecast(mailing: ForecastMailing, now: Date, requestsPerSecond: number): Promise<Forecast> {
  const audience = await audienceSize(mailing.id, mailing.ownerId);
  const { chosen, recipients, gotBefore, receive } = audience;
  const { nextRunAt, owner } = mailing;
  const before = nextRunAt === null ? now : new Date(nextRunAt.getTime() - 1);
  return {
    mailingId: mailing.id,
    name: mailing.name,
    holds: holds({
      ...mailing,
      ownerBlockedAt: owner.blockedAt,
      ownerClosedAt: owner.closedAt,
      ownerRole: owner.role,
    }),
    openAttempt: mailing.attempts.length > 0,
    nextRunAt,
    due: nextRunAt !== null && nextRunAt <= now,
    ...{ recipients, gotBefore, receive, suppressed: allSuppressed(audience) },
    duration: sendingTime(requestsFor({ chosen, recipients: receive }), requestsPerSecond),
    occurrences: nextRunAt === null ? [] : describeOccurrences(mailing, before, 5),
  };
}
