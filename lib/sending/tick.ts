import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { apart } from "@/lib/sending/apart";
import { nextClaimIn } from "@/lib/sending/claim";
import type { ClaimQueue } from "@/lib/sending/claim-queue";
import { dispatchOne, dispatchScope } from "@/lib/sending/dispatch";
import type { Engine } from "@/lib/sending/engine";
import { finish } from "@/lib/sending/finish";
import { foldOutcomes } from "@/lib/sending/fold-outcomes";
import { nextDueIn, planDueMailings } from "@/lib/sending/plan-attempt";
import { nextProbeIn, noteBegun } from "@/lib/sending/gate";
import { planDeliveries } from "@/lib/sending/plan-deliveries";
import { protectSenders } from "@/lib/sending/protect-sender";
import { reap } from "@/lib/sending/reap";
import { LONGEST_DEPARTURE } from "@/lib/sending/send-rate";

export interface TickOptions {
  /** Milliseconds that the tick may take; it claims only while a request and its settling still fit. */
  time: number;
  /** Only this mailing. */
  mailingId?: string;
  /** How long a tick with nothing to claim waits for batches that come free, at most; milliseconds. */
  patience?: number;
  /** Aborted: claim nothing more, settle what is under way, end. */
  signal?: AbortSignal;
}

export interface TickReport {
  attempts: number;
  planned: number;
  requests: number;
  accepted: number;
  closed: number;
  /** Milliseconds until there is something to do again, as far as is known; null: nothing is to come. */
  nextIn: number | null;
  /** Why no more went: nothing to do; out of time; the provider wants none for a while; it is not to be asked at all. */
  end: "idle" | "time" | "deferred" | "shut";
}

/** For settling and what comes after the last request, and for what a claim may wait before it. */
export const SETTLING_TIME = 3_000 + LONGEST_DEPARTURE;
/** When the next batch may be claimed, in milliseconds or never, and whether more may have been planned meanwhile. */
interface Outlook {
  wait: number | null;
  planning: boolean;
}

const [HOUSEKEEPING_INTERVAL, DEFAULT_PATIENCE] = [1_000, 3_000];
const [SHORT_WAIT, LONG_WAIT, LONGEST_MISSES] = [25, 100, 20];
/** Planning gives way to everything else after so long. */
const PLANNING_TURN = 1_000;

/**
 * One bounded pass of the engine: reap, plan, claim, dispatch, settle, finish. Any number of ticks may run at
 * once, anywhere. What one leaves, by its deadline or its death, the next takes up.
 *
 * @throws what the database throws; nothing is lost by it
 */
export async function tick(engine: Engine, options: TickOptions): Promise<TickReport> {
  await noteBegun(engine);
  const pass = new Pass(engine, options);
  await pass.run();
  await engine.db.$executeRaw`
    UPDATE provider_state SET last_tick_at = statement_timestamp(), last_tick = ${JSON.stringify(pass.report)}::jsonb WHERE id = 1`;
  return pass.report;
}

class Pass {
  readonly report: TickReport = {
    attempts: 0,
    planned: 0,
    requests: 0,
    accepted: 0,
    closed: 0,
    nextIn: null,
    end: "idle",
  };
  readonly #deadline: number;
  readonly #lastClaim: number;
  readonly #queue: ClaimQueue;
  readonly #fault = new AbortController();
  readonly #stop: AbortSignal;
  readonly #telling: Promise<void>[] = [];
  #asking: Promise<Outlook> | null = null;
  /** Workers that are at a batch. */
  #busy = 0;
  /** Deliveries may still be planned, so an empty hand is not the end. */
  #planning = true;
  /** The housekeeping is under way, and may find something due. */
  #keeping = false;

  constructor(
    readonly engine: Engine,
    readonly options: TickOptions,
  ) {
    this.#deadline = performance.now() + options.time;
    this.#lastClaim = this.#deadline - engine.settings.httpTimeout - SETTLING_TIME;
    const signals = options.signal === undefined ? [] : [options.signal];
    this.#stop = AbortSignal.any([this.#fault.signal, ...signals]);
    this.#queue = dispatchScope(engine, options.mailingId);
  }

  async run(): Promise<void> {
    // Before anything is planned or claimed: what came meanwhile of earlier runs may hold a mailing.
    this.#tell(await protectSenders(this.engine, "recent", this.options.mailingId));
    const { inFlight } = this.engine.settings;
    const workers = Array.from({ length: inFlight }, () => this.#stopOnError(this.#work()));
    const dispatching = Promise.allSettled(workers);
    const keeping = this.#stopOnError(this.#keepHouse(dispatching));
    const [results, kept] = await Promise.all([dispatching, Promise.allSettled([keeping])]);
    for (const result of [...results, ...kept]) {
      if (result.status === "rejected") throw result.reason;
    }
    await this.#finish();
    await Promise.all(this.#telling);
    await this.#lookAhead();
  }

  /** Until the next mailing is due or the next batch may be claimed, and the provider may be asked. */
  async #lookAhead(): Promise<void> {
    const { engine, options, report } = this;
    const waits = [await nextDueIn(engine, options.mailingId), await nextClaimIn(engine, options.mailingId)];
    const known = waits.filter((wait) => wait !== null);
    const shutFor = await nextProbeIn(engine.db);
    // One worker found the gate shut, and another's probe opened it after that.
    if (report.end === "shut" && shutFor === 0) report.end = "idle";
    if (known.length > 0)
      report.nextIn = Math.ceil(Math.max(Math.min(...known), shutFor, engine.rate.heldOff));
  }

  /** The first fault ends the whole tick: what is half done is what leases are for. */
  async #stopOnError(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#fault.abort();
      throw error;
    }
  }

  /** Everything but dispatching, again and again while the workers work. */
  async #keepHouse(dispatching: Promise<unknown>): Promise<void> {
    let working = true;
    const ended = dispatching.then(() => {
      working = false;
    });
    while (working && !this.#stop.aborted) {
      this.#keeping = true;
      this.#planning = await this.#housekeeping();
      this.#keeping = false;
      if (this.#planning) continue;
      const waiting = new AbortController();
      const { signal } = waiting;
      const rung = once(this.engine.bell, "rung", { signal });
      await Promise.race([ended, rung, sleep(HOUSEKEEPING_INTERVAL, undefined, { ref: false, signal })]);
      waiting.abort();
    }
  }

  /** True where deliveries are left to plan. */
  async #housekeeping(): Promise<boolean> {
    const { engine, options } = this;
    await apart(engine, "leases could not be reaped", () => reap(engine));
    await this.#finish();
    this.#tell(await protectSenders(engine, "open", options.mailingId));
    await foldOutcomes(engine, this.#deadline);
    if (performance.now() >= this.#deadline) return false;
    const owners = await planDueMailings(engine, options.mailingId);
    this.report.attempts += owners.length;
    this.#tell(owners);
    const turn = Math.min(this.#deadline - SETTLING_TIME, performance.now() + PLANNING_TURN);
    const { planned, unfinished } = await planDeliveries(engine, turn, options.mailingId);
    this.report.planned += planned;
    return unfinished;
  }

  async #finish(): Promise<void> {
    const until = Math.min(this.#deadline, performance.now() + PLANNING_TURN);
    const finished = await apart(this.engine, "attempts could not be closed", () =>
      finish(this.engine, until, this.options.mailingId),
    );
    this.report.closed += finished?.closed ?? 0;
    this.#tell(finished?.owners ?? []);
  }

  /** Not waited for on the way: whoever is told may be slow. */
  #tell(owners: string[]): void {
    if (owners.length > 0) this.#telling.push(this.engine.changed([...new Set(owners)]));
  }

  async #work(): Promise<void> {
    const { rate } = this.engine;
    let misses = 0;
    while (!this.#stop.aborted) {
      const place = await rate.take(this.#lastClaim, this.#stop);
      if (place === null) {
        this.#endForTime();
        return;
      }
      this.#busy += 1;
      const dispatched = await dispatchOne(this.engine, this.#queue);
      this.#busy -= 1;
      if ("mails" in dispatched) {
        this.report.requests += 1;
        this.report.accepted += dispatched.mails;
        misses = 0;
        continue;
      }
      rate.giveBack(place);
      if (dispatched.kind === "shut" && this.#busy === 0) {
        this.report.end = "shut";
        return;
      }
      if (dispatched.kind === "spent") continue;
      if (dispatched.kind === "nothing" && !(await this.#batchToCome())) return;
      // Another worker's probe may open the gate again, another machine may let a batch go: asked ever more rarely.
      await sleep(SHORT_WAIT * Math.min(misses, LONGEST_MISSES));
      misses += 1;
    }
  }

  /** No place for a request before the last moment for one. */
  #endForTime(): void {
    if (this.#stop.aborted) return;
    const early = performance.now() < this.#lastClaim && this.engine.rate.heldOff > 0;
    this.report.end = early ? "deferred" : "time";
  }

  /** Asked once for all workers that wait. */
  #lookOut(): Promise<Outlook> {
    // Before the question: planning that ends while it is on its way has brought what the answer does not know.
    const planning = this.#planning || this.#keeping;
    this.#asking ??= nextClaimIn(this.engine, this.options.mailingId)
      .then((wait) => ({ planning, wait }))
      .finally(() => (this.#asking = null));
    return this.#asking;
  }

  /** Waits until a batch may be claimed; false when none will be in time. */
  async #batchToCome(): Promise<boolean> {
    while (!this.#stop.aborted) {
      if (performance.now() >= this.#lastClaim) {
        this.report.end = "time";
        return false;
      }
      const { wait, planning } = await this.#lookOut();
      if (wait === 0) return true;
      // While another is at a batch something may fall due, and one worker alone would send all of it.
      if (
        !planning &&
        this.#busy === 0 &&
        (wait === null || wait > (this.options.patience ?? DEFAULT_PATIENCE))
      )
        return false;
      const longest = planning ? SHORT_WAIT : LONG_WAIT;
      await sleep(Math.min(Math.max(wait ?? longest, 1), longest));
    }
    return false;
  }
}
