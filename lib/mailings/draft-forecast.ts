import { database } from "@/lib/db";
import { env } from "@/lib/env";
import {
  allSuppressed,
  audienceFigures,
  estimatedFigures,
  type Audience,
  type AudienceFigures,
} from "@/lib/mailings/audience";
import { requestsFor, sendingTime } from "@/lib/mailings/forecast";
import { quotaLeft, type Quota } from "@/lib/mailings/quota";
import { due, describeOccurrences, nextRun, scheduleFault } from "@/lib/mailings/schedule";
import type { OccurrenceNote, PlannedState, Schedule, ScheduleFault } from "@/lib/mailings/schedule";
import { holdColumns, ownerFacts } from "@/lib/mailings/queries";
import { holds } from "@/lib/mailings/status";
import { batchSize } from "@/lib/sending/plan-attempt";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

const OCCURRENCES = 5;
/** Three months of a daily mailing, a year of the others. */
const CALENDAR_RUNS = 93;
const CALENDAR_MS = 365 * 24 * 60 * 60 * 1_000;

export interface Draft extends Audience {
  schedule: Schedule;
  /** Null while none is chosen. */
  messageId: string | null;
  /** The mailing that is edited; null for a new one. */
  mailingId: string | null;
}

/** overlap: a run takes longer than the time to the next, which then waits. */
export type ForecastWarning =
  "window_short" | "overlap" | "no_run" | "no_audience" | "all_suppressed" | "nobody_left";

/** A run as a calendar shows it. */
export interface CalendarRun {
  /** Wall time in the mailing's zone, YYYY-MM-DDTHH:mm. */
  local: string;
  /** A change of the clocks or a short month has moved it. */
  moved: boolean;
}

export interface DraftForecast {
  /** Nothing goes out before what holds the mailing is lifted. */
  held: boolean;
  /** A run is open: what is due waits until it has ended. */
  openAttempt: boolean;
  fault: ScheduleFault | null;
  /** What runs at the moment of saving, because its start is past; null: nothing does. */
  atOnce: { occurrence: Date; skipped: number } | null;
  /** The next five, what runs at once included. */
  occurrences: OccurrenceNote[];
  /** Those and what follows: the next 93 within a year. */
  calendar: CalendarRun[];
  audience: AudienceFigures;
  /** The audience, and what follows from it, is about as large: the exact figures take longer. */
  isEstimate: boolean;
  /** Of the audience, those who will receive it. */
  receive: number;
  /** At most. */
  requests: number;
  /** Milliseconds from the first request to the last, at the rate of this installation. */
  duration: number;
  /** What the provider's plan leaves now. */
  quota: Quota;
  warnings: ForecastWarning[];
}

/**
 * What saving a draft would lead to, by the code that plans. Reads and changes nothing; null for a role that owns no
 * mailings.
 *
 * @param requestsPerSecond of the provider; the installation's where left out
 * @param mostCounted the audience is estimated where more are chosen; counted in any case where left out
 */
export async function forecastDraft(
  actor: Actor,
  draft: Draft,
  requestsPerSecond = env().RESEND_RATE_LIMIT,
  mostCounted = Infinity,
): Promise<DraftForecast | null> {
  if (!mayOwnMailings(actor)) return null;
  const [{ now, held, openAttempt, ...mailing }, size, { audience, isEstimate }] = await Promise.all([
    stateOf(actor.id, draft.mailingId),
    batchSizeOf(actor.id, draft.messageId),
    figuresOf(actor.id, draft, mostCounted),
  ]);
  const { receive } = audience;
  const requests = receive === 0 ? 0 : requestsFor(audience, size);
  const duration = sendingTime(requests, requestsPerSecond);
  const quota = await quotaLeft(now);
  const figures = { held, openAttempt, audience, isEstimate, receive, requests, duration, quota };
  // An estimate of nobody may be a few.
  const audienceWarnings = isEstimate ? [] : warningsOfAudience(audience, receive);
  const same = mailing.schedule !== null && isSame(mailing.schedule, draft.schedule);
  const fault = same ? null : scheduleFault(draft.schedule, now);
  if (fault !== null) {
    return { fault, ...noRuns, ...figures, warnings: audienceWarnings };
  }
  const next = same ? mailing.nextRunAt : nextRun(draft.schedule, { ...mailing.state, editedAt: now });
  const runs = runsFrom(draft.schedule, next, same ? mailing.state.editedAt : now, now);
  const warnings = [...audienceWarnings, ...warningsOfTime(draft.schedule, runs.occurrences, duration, now)];
  return { fault: null, ...runs, ...figures, warnings };
}

async function figuresOf(ownerId: string, draft: Draft, mostCounted: number) {
  const { messageId } = draft;
  const about =
    mostCounted === Infinity ? null : await estimatedFigures(ownerId, messageId, draft, mostCounted);
  if (about !== null) return { audience: about, isEstimate: true };
  return { audience: await audienceFigures(ownerId, messageId, draft), isEstimate: false };
}

const noRuns = { atOnce: null, occurrences: [], calendar: [] };

/** What the engine will serve: the latest that is past at once, then what follows. */
function runsFrom(schedule: Schedule, next: Date | null, editedAt: Date, now: Date) {
  if (next === null) return noRuns;
  const first = due(schedule, next, editedAt, now);
  if (first.kind === "missed") return noRuns;
  const from = first.kind === "due" ? first.occurrence : next;
  const runs = describeOccurrences(schedule, new Date(from.getTime() - 1), CALENDAR_RUNS);
  const year = from.getTime() + CALENDAR_MS;
  return {
    atOnce: first.kind === "due" ? { occurrence: first.occurrence, skipped: first.skipped } : null,
    occurrences: runs.slice(0, OCCURRENCES),
    calendar: runs
      .filter(({ instant }) => instant.getTime() < year)
      .map(({ local, notes }) => ({
        local: local.slice(0, 16),
        moved: notes.some((note) => note !== "offset_changed"),
      })),
  };
}

function warningsOfAudience(audience: AudienceFigures, receive: number): ForecastWarning[] {
  if (audience.chosen === 0) return ["no_audience"];
  if (receive > 0) return [];
  return [allSuppressed(audience) === audience.chosen ? "all_suppressed" : "nobody_left"];
}

function warningsOfTime(
  schedule: Schedule,
  occurrences: OccurrenceNote[],
  duration: number,
  now: Date,
): ForecastWarning[] {
  if (occurrences.length === 0) return ["no_run"];
  const warnings: ForecastWarning[] = [];
  const starts = occurrences.map(({ instant }) => Math.max(instant.getTime(), now.getTime()));
  const end = schedule.endAt?.getTime() ?? Infinity;
  if (starts.some((start) => start + duration > end)) warnings.push("window_short");
  if (starts.some((start, nth) => start + duration > (starts[nth + 1] ?? Infinity))) warnings.push("overlap");
  return warnings;
}

interface MailingState {
  now: Date;
  state: PlannedState;
  schedule: Schedule | null;
  nextRunAt: Date | null;
  held: boolean;
  openAttempt: boolean;
}

/** What saving looks at: of a new mailing only the time. Another's mailing is no mailing, as in saving. */
async function stateOf(ownerId: string, mailingId: string | null): Promise<MailingState> {
  const [clock] = await database().$queryRaw<{ now: Date }[]>`SELECT engine_now() AS now`;
  if (clock === undefined) throw new Error("The database said no time.");
  const { now } = clock;
  const mailing =
    mailingId === null
      ? null
      : await database().mailing.findFirst({
          where: { id: mailingId, ownerId },
          select: {
            ...{ startLocal: true, timeZone: true, period: true, endAt: true, nextRunAt: true },
            ...{ scheduleEditedAt: true, lastPlannedAt: true },
            ...holdColumns,
            attempts: { select: { closedAt: true }, orderBy: { createdAt: "desc" }, take: 1 },
          },
        });
  if (mailing === null) {
    const state = { editedAt: now, lastPlannedAt: null, everPlanned: false };
    return { now, state, schedule: null, nextRunAt: null, held: false, openAttempt: false };
  }
  const { startLocal, timeZone, period, endAt, nextRunAt, attempts, owner } = mailing;
  return {
    now,
    state: {
      editedAt: mailing.scheduleEditedAt,
      lastPlannedAt: mailing.lastPlannedAt,
      everPlanned: attempts.length > 0,
    },
    schedule: { startLocal, timeZone, period, endAt },
    nextRunAt,
    held: holds({ ...mailing, ...ownerFacts(owner) }).length > 0,
    openAttempt: attempts[0] !== undefined && attempts[0].closedAt === null,
  };
}

/** Recipients in one request; of a message that is not chosen yet as of a short one. */
async function batchSizeOf(ownerId: string, messageId: string | null): Promise<number> {
  const short = { subject: "", preheader: "", html: "", text: "" };
  if (messageId === null) return batchSize(short);
  const message = await database().message.findFirst({
    where: { id: messageId, ownerId },
    select: { subject: true, preheader: true, html: true, text: true },
  });
  return batchSize(message ?? short);
}

function isSame(saved: Schedule, draft: Schedule): boolean {
  return (
    saved.startLocal === draft.startLocal &&
    saved.timeZone === draft.timeZone &&
    saved.period === draft.period &&
    saved.endAt?.getTime() === draft.endAt?.getTime()
  );
}
