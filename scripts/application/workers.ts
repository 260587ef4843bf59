import cluster, { type Worker } from "node:cluster";
import { RateLimiterClusterMaster } from "rate-limiter-flexible";
import { Relay } from "@/scripts/application/relay";
import { restartPause } from "@/scripts/application/restart-pause";
import { inProject } from "@/scripts/project";

/** A request to the provider may take 30 s, and whoever started us waits as long. */
const ENGINE_ENDS_WITHIN = 25_000;

export interface WorkersOptions {
  readonly count: number;
  /** Program and arguments of each; the program asks lib/siblings.ts to join. */
  readonly program: string;
  readonly args: readonly string[];
  readonly execArgv?: readonly string[];
}

/**
 * Serves with several processes behind one port (node:cluster). One that dies is started again, and one that the system
 * lets not begin is tried again; one that dies before any of them has served ends them all.
 */
export class Workers {
  readonly #relay = new Relay();
  readonly #born = new Map<Worker, number>();
  readonly #options: WorkersOptions;
  #early = 0;
  #served = false;
  #ending = false;
  #over: (code: number) => void = () => undefined;
  /** The exit code, when none is left. */
  readonly over = new Promise<number>((resolve) => (this.#over = resolve));
  #code = 0;

  constructor(options: WorkersOptions) {
    this.#options = options;
  }

  start(): void {
    // Counts the uses of limits for all workers (lib/rate-limits.ts).
    new RateLimiterClusterMaster();
    for (let nth = 0; nth < this.#options.count && !this.#ending; nth += 1) this.#fork(nth === 0);
  }

  /** Ends them in order: the engine finishes its requests, everybody their answers. */
  async end(signal: "SIGINT" | "SIGTERM"): Promise<void> {
    if (this.#ending) return;
    this.#ending = true;
    const { engine } = this.#relay;
    for (const worker of this.#born.keys()) if (worker !== engine) worker.process.kill(signal);
    await this.#relay.endEngine(ENGINE_ENDS_WITHIN);
    engine?.process.kill(signal);
    this.#endIfNoneIsLeft();
  }

  #fork(speaks: boolean): void {
    const { program, args, execArgv = [], count } = this.#options;
    cluster.setupPrimary({
      exec: program,
      args: [...args],
      execArgv: [...execArgv],
      stdio: ["ignore", speaks ? "inherit" : "pipe", "inherit", "ipc"],
      windowsHide: true,
    });
    let worker: Worker;
    try {
      worker = cluster.fork({ WEB_CONCURRENCY: String(count) });
    } catch (error) {
      // ENOMEM and the like come here, EAGAIN, EMFILE and ENOENT as an event.
      this.#notBegun(error);
      return;
    }
    if (worker.process.stdout) passOnAfterBanner(worker.process.stdout);
    this.#born.set(worker, Date.now());
    this.#relay.add(worker);
    worker.on("message", () => (this.#served ||= this.#relay.has(worker)));
    worker.once("exit", (code, signal) => this.#exited(worker, code, signal));
    // There is no exit of what has not begun.
    worker.once("error", (error) => {
      if (worker.process.pid === undefined && this.#born.delete(worker)) this.#notBegun(error);
    });
  }

  #exited(worker: Worker, code: number | null, signal: string | null): void {
    const lived = Date.now() - (this.#born.get(worker) ?? 0);
    this.#born.delete(worker);
    if (!this.#ending && !this.#served) this.#giveUp(code ?? 1);
    this.#startAnother(lived, `ended (${signal ?? `exit code ${code}`})`);
  }

  #notBegun(error: unknown): void {
    const what = `could not begin (${error instanceof Error ? error.message : String(error)})`;
    if (!this.#ending && !this.#served && this.#born.size === 0) {
      console.error(`A process of the application ${what}.`);
      this.#giveUp(1);
    }
    this.#startAnother(0, what);
  }

  #giveUp(code: number): void {
    this.#code = code;
    void this.end("SIGTERM");
  }

  #startAnother(lived: number, what: string): void {
    if (this.#ending) {
      this.#endIfNoneIsLeft();
      return;
    }
    const { pause, early } = restartPause(lived, this.#early);
    this.#early = early;
    console.error(`A process of the application ${what}; another starts in ${pause / 1_000} s.`);
    setTimeout(() => {
      if (!this.#ending) this.#fork(false);
    }, pause);
  }

  #endIfNoneIsLeft(): void {
    if (this.#born.size === 0) this.#over(this.#code);
  }
}

/** Next's command line. */
export const NEXT = inProject("node_modules", "next", "dist", "bin", "next");

/** Says what a process says, without what Next says at its start: the first process has said it. */
function passOnAfterBanner(output: NodeJS.ReadableStream): void {
  let kept = "";
  const listen = (part: Buffer) => {
    kept += part.toString();
    const end = /Ready in .*\n/.exec(kept);
    if (end === null) return;
    output.off("data", listen);
    process.stdout.write(kept.slice(end.index + end[0].length));
    output.pipe(process.stdout, { end: false });
  };
  output.on("data", listen);
}
