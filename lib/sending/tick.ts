import { setTimeout as sleep } from "node:timers/promises";
import { nextClaimIn } from "@/lib/sending/claim";
import { dispatchOne, type DispatchScope } from "@/lib/sending/dispatch";
import type { Engine } from "@/lib/sending/engine";
import { finish } from "@/lib/sending/finish";
import { nextDueIn, planDueMailings } from "@/lib/sending/plan-attempt";
import { nextLookIn } from "@/lib/sending/gate";
import { planDeliveries } from "@/lib/sending/plan-deliveries";
import { reap } from "@/lib/sending/reap";

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
  /** Why nothing more went: nothing to do, out of time, or the provider is not to be asked. */
  end: "idle" | "time" | "shut";
}

const FIRST_ID = "00000000-0000-0000-0000-000000000000";
/** For settling and what comes after the last request. */
const SETTLING_TIME = 3_000;
const HOUSEKEEPING_INTERVAL = 1_000;
const DEFAULT_PATIENCE = 3_000;
const SHORT_WAIT = 50;

/** Until the next mailing is due or the next batch may be claimed, and the provider may be asked. */
async function nextWorkIn(engine: Engine, mailingId?: string): Promise<number | null> {
  const waits = [await nextDueIn(engine, mailingId), await nextClaimIn(engine, mailingId)];
  const known = waits.filter((wait) => wait !== null);
  if (known.length === 0) return null;
  return Math.ceil(Math.max(Math.min(...known), await nextLookIn(engine.db)));
}

/**
 * One bounded pass of the engine: reap, plan, claim, dispatch, settle, finish. Any number of ticks may run at
 * once, anywhere. What one leaves, by its deadline or its death, the next takes up.
 *
 * @throws what the database throws; nothing is lost by it
 */
export async function tick(engine: Engine, options: TickOptions): Promise<TickReport> {
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
  readonly #scope: DispatchScope;
  readonly #stop = new AbortController();
  #asking: Promise<number | null> | null = null;
  /** Workers that are at a batch. */
  #busy = 0;
  /** Deliveries may still be planned, so an empty hand is not the end. */
  #planning = true;

  constructor(
    readonly engine: Engine,
    readonly options: TickOptions,
  ) {
    this.#deadline = performance.now() + options.time;
    this.#lastClaim = this.#deadline - engine.settings.httpTimeout - SETTLING_TIME;
    options.signal?.addEventListener("abort", () => this.#stop.abort(), { once: true });
    if (options.signal?.aborted === true) this.#stop.abort();
    this.#scope = { mailingId: options.mailingId, after: FIRST_ID };
  }

  async run(): Promise<void> {
    const workers = Array.from({ length: this.engine.settings.inFlight }, () =>
      this.#stopOnError(this.#work()),
    );
    const dispatching = Promise.allSettled(workers);
    const keeping = this.#stopOnError(this.#keepHouse(dispatching));
    const [results, kept] = await Promise.all([dispatching, Promise.allSettled([keeping])]);
    for (const result of [...results, ...kept]) {
      if (result.status === "rejected") throw result.reason;
    }
    await this.#finish();
    this.report.nextIn = await nextWorkIn(this.engine, this.options.mailingId);
  }

  /** The first fault ends the whole tick: what is half done is what leases are for. */
  async #stopOnError(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#stop.abort();
      throw error;
    }
  }

  /** Everything but dispatching, again and again while the workers work. */
  async #keepHouse(dispatching: Promise<unknown>): Promise<void> {
    let working = true;
    const ended = dispatching.then(() => {
      working = false;
    });
    while (working && !this.#stop.signal.aborted) {
      await this.#housekeeping();
      this.#planning = false;
      await Promise.race([ended, sleep(HOUSEKEEPING_INTERVAL, undefined, { ref: false })]);
    }
  }

  async #housekeeping(): Promise<void> {
    const { engine, options } = this;
    await reap(engine);
    await this.#finish();
    if (performance.now() >= this.#deadline) return;
    const owners = await planDueMailings(engine, options.mailingId);
    this.report.attempts += owners.length;
    await this.#tell(owners);
    this.report.planned += await planDeliveries(engine, this.#deadline - SETTLING_TIME, options.mailingId);
  }

  async #finish(): Promise<void> {
    const { closed, owners } = await finish(this.engine, this.options.mailingId);
    this.report.closed += closed;
    await this.#tell(owners);
  }

  async #tell(owners: string[]): Promise<void> {
    if (owners.length > 0) await this.engine.changed([...new Set(owners)]);
  }

  async #work(): Promise<void> {
    const { rate } = this.engine;
    while (!this.#stop.signal.aborted) {
      if (!(await rate.take(this.#lastClaim))) {
        this.report.end = "time";
        return;
      }
      this.#busy += 1;
      const dispatched = await dispatchOne(this.engine, this.#scope);
      this.#busy -= 1;
      if ("mails" in dispatched) {
        this.report.requests += 1;
        this.report.accepted += dispatched.mails;
        continue;
      }
      rate.giveBack();
      if (dispatched.kind !== "shut") {
        if (!(await this.#batchToCome())) return;
      } else if (this.#busy > 0) {
        // Another worker's request may be the probe that opens the gate again.
        await sleep(SHORT_WAIT);
      } else {
        this.report.end = "shut";
        return;
      }
    }
  }

  /** Asked once for all workers that wait. */
  #nextClaim(): Promise<number | null> {
    this.#asking ??= nextClaimIn(this.engine, this.options.mailingId).finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  /** Waits until a batch may be claimed; false when none will be in time. */
  async #batchToCome(): Promise<boolean> {
    while (!this.#stop.signal.aborted && performance.now() < this.#lastClaim) {
      const wait = await this.#nextClaim();
      if (wait === 0) return true;
      if (!this.#planning && (wait === null || wait > (this.options.patience ?? DEFAULT_PATIENCE)))
        return false;
      await sleep(Math.min(Math.max(wait ?? SHORT_WAIT, 1), SHORT_WAIT));
    }
    return false;
  }
}
