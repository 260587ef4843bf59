import { setTimeout as sleep } from "node:timers/promises";
import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { boundBatches, waitingBatches } from "@/lib/health/looks";
import { forecastMailings, type Forecast } from "@/lib/mailings/forecast";
import { startMailing } from "@/lib/mailings/start";
import { applicationEngine } from "@/lib/engine-host/application-engine";
import { maintain } from "@/lib/engine-host/maintain";
import { stillDue } from "@/lib/sending/plan-attempt";
import { tick, type TickReport } from "@/lib/sending/tick";
import { UsageError } from "@/scripts/command-line";
import { boundAdvice } from "@/scripts/mailings/bound-advice";
import { interruptedStart, startIdsOfRun } from "@/scripts/mailings/interrupted-start";
import { waitAdvice } from "@/scripts/mailings/wait-advice";

export interface SendRequest {
  mailingId?: string;
  /** Starts active mailings whatever their schedule. */
  startAll: boolean;
  json: boolean;
}

interface Start {
  mailingId: string;
  name: string;
  /** "started", or the code why not. */
  outcome: string;
}

type Totals = Omit<TickReport, "end" | "nextIn"> & { end: TickReport["end"] | "stopped" };

const TICK_TIME = 120_000;
/** Longer waits than this are left to the scheduler. */
const PATIENCE = 30_000;
const MAILINGS_LISTED = 10_000;
const TRIES_OF_LOCKED = 3;
const A_MOMENT = 500;

const REFUSALS: Record<string, string> = {
  attempt_open: "left alone: an attempt of it is open, and goes on now",
  went_before:
    "left alone: it went out in the run that was interrupted; --mailing with its id starts it all the same",
  held: "left alone: it is held",
  no_audience: "left alone: it has no recipients",
  archived: "left alone: it is archived",
  not_found: "left alone: it is gone",
};

/** @throws UsageError where `--mailing` names none */
export async function refuseUnknownMailing(mailingId: string | undefined): Promise<void> {
  if (mailingId === undefined) return;
  const found = await database().mailing.count({ where: { id: mailingId } });
  if (found === 0) throw new UsageError(`There is no mailing with the id ${mailingId}.`);
}

/** Starts what is to start, then ticks until nothing is due. */
export async function sendDueMailings(request: SendRequest, signal: AbortSignal): Promise<void> {
  const starts = request.startAll ? await startActive(request) : [];
  const totals = await tickUntilIdle(request, signal);
  if (!signal.aborted) await maintain(applicationEngine().report);
  const engine = applicationEngine();
  const [unplanned, waiting, bound] = await Promise.all([
    signal.aborted ? [] : stillDue(engine, request.mailingId),
    waitingBatches(request.mailingId),
    boundBatches(request.mailingId),
  ]);
  if (request.json) {
    const left = {
      unplanned,
      waitingBatches: waiting.batches,
      askedToWaitUntil: waiting.askedUntil,
      boundBatches: bound?.batches ?? 0,
    };
    console.log(JSON.stringify({ starts, ...totals, ...left }));
  } else {
    printTotals(totals);
    if (waiting.batches > 0) console.log(waitAdvice(waiting));
    if (unplanned.length > 0) {
      console.log(
        `Due but not planned: ${unplanned.join(", ")}. Another transaction holds the mailing, or planning it failed; ` +
          "the scheduler or the next run of this command tries again.",
      );
    }
    if (bound !== null) console.log(`${boundAdvice(bound)}.`);
  }
  const left = unplanned.length > 0 || waiting.batches > 0 || bound !== null;
  if (totals.end === "shut" || left) process.exitCode = 1;
}

/** What a run would do now, or with `--now` at once; sends nothing and changes nothing. */
export async function printForecast(request: SendRequest): Promise<void> {
  const { RESEND_RATE_LIMIT: requestsPerSecond } = env();
  const all = await forecastMailings({
    requestsPerSecond,
    mailingId: request.mailingId,
    limit: MAILINGS_LISTED,
  });
  const chosen = all.filter((row) => (request.startAll ? row.holds.length === 0 : row.due));
  if (request.json) {
    console.log(JSON.stringify(chosen));
    return;
  }
  for (const row of chosen) console.log(describe(row));
  console.log(`${chosen.length} of ${all.length} unfinished mailings would run. Nothing was sent.`);
}

function describe(row: Forecast): string {
  const when = row.nextRunAt === null ? "no occurrence to come" : `due ${row.nextRunAt.toISOString()}`;
  const kept =
    row.holds.length > 0 ? `, held: ${row.holds.join(", ")}` : row.openAttempt ? ", an attempt is open" : "";
  const left = [
    `${row.suppressed} suppressed`,
    ...(row.gotBefore > 0 ? [`${row.gotBefore} got its message before`] : []),
  ];
  return (
    `${row.mailingId}  ${row.name}: ${when}${kept}\n` +
    `  ${row.receive} would receive it (${left.join(", ")}), in about ${Math.ceil(row.duration / 1_000)} s`
  );
}

async function startActive(request: SendRequest): Promise<Start[]> {
  const mailings = await database().mailing.findMany({
    where: { id: request.mailingId, archivedAt: null, status: { not: "finished" } },
    orderBy: { id: "asc" },
    select: { id: true, name: true, ownerId: true },
  });
  const { fromAddress, changed } = applicationEngine();
  const interrupted = request.mailingId === undefined ? await interruptedStart() : null;
  if (interrupted !== null && !request.json) console.log(interrupted.warning);
  const nextStartId = startIdsOfRun();
  const starts: Start[] = [];
  const owners = new Set<string>();
  for (const { id, name, ownerId } of mailings) {
    if (interrupted?.through.has(id)) {
      starts.push({ mailingId: id, name, outcome: "went_before" });
      if (!request.json) console.log(`${name}: ${REFUSALS.went_before}`);
      continue;
    }
    const started = await database().$transaction((tx) =>
      startMailing(
        tx,
        "command line",
        { mailingId: id, startId: nextStartId(), keepScheduled: false },
        fromAddress,
      ),
    );
    const outcome = started.ok ? "started" : started.code;
    if (started.ok) owners.add(ownerId);
    starts.push({ mailingId: id, name, outcome });
    if (!request.json) console.log(`${name}: ${started.ok ? outcome : (REFUSALS[outcome] ?? outcome)}`);
  }
  if (owners.size > 0) await changed([...owners]);
  return starts;
}

async function tickUntilIdle(request: SendRequest, signal: AbortSignal): Promise<Totals> {
  const engine = applicationEngine();
  const totals: Totals = { attempts: 0, planned: 0, requests: 0, accepted: 0, closed: 0, end: "time" };
  let locked = 0;
  while (!signal.aborted) {
    const report = await tick(engine, {
      time: TICK_TIME,
      patience: PATIENCE,
      mailingId: request.mailingId,
      signal,
    });
    for (const figure of ["attempts", "planned", "requests", "accepted", "closed"] as const) {
      totals[figure] += report[figure];
    }
    totals.end = signal.aborted ? "stopped" : report.end;
    if (totals.end === "time") continue;
    // Whoever saves a mailing holds its row for a moment.
    if (totals.end !== "idle" || locked === TRIES_OF_LOCKED) break;
    if ((await stillDue(engine, request.mailingId)).length === 0) break;
    locked += 1;
    await sleep(A_MOMENT);
  }
  return totals;
}

function printTotals(totals: Totals): void {
  console.log(
    `${totals.attempts} due attempts planned, ${totals.planned} deliveries; ${totals.requests} requests, ` +
      `${totals.accepted} mails accepted; ${totals.closed} attempts closed.`,
  );
  if (totals.end === "shut") {
    console.log("The provider is not to be asked now: npm run doctor says why and when the next look is.");
  }
}
