import type { Worker } from "node:cluster";
import { CHANNEL, PATIENCE, toPrimary, type ToPrimary, type ToWorker } from "@/lib/sibling-messages";

interface Told {
  readonly by: Worker;
  /** The id under which the teller waits. */
  readonly id: number;
  readonly waitingFor: Set<Worker>;
  readonly forget: NodeJS.Timeout;
}

interface Asked {
  readonly by: Worker;
  /** The id under which it waits. */
  readonly id: number;
  readonly of: Worker | undefined;
}

const ENGINE_GONE = { answer: null, fault: "the process that runs the engine ended" };

/**
 * The middle of lib/siblings.ts, in the process that started the workers: passes on what one tells to all others, answers
 * for those that die meanwhile, and chooses the one that runs the engine.
 */
export class Relay {
  readonly #joined = new Set<Worker>();
  readonly #told = new Map<number, Told>();
  readonly #asked = new Map<number, Asked>();
  #lastId = 0;
  #engine: Worker | undefined;
  #ending = false;
  #ended: () => void = () => undefined;

  /** Call it as soon as the worker is forked. */
  add(worker: Worker): void {
    worker.on("message", (message: unknown) => {
      const parsed = toPrimary.safeParse(message);
      if (parsed.success) this.#follow(worker, parsed.data);
    });
    // The worker's end tells the rest; one that has not begun is whoever's who forked it.
    worker.on("error", (error) => {
      if (worker.process.pid !== undefined) console.error(`a channel to a process failed: ${error.message}`);
    });
    worker.once("disconnect", () => this.#remove(worker));
    worker.once("exit", () => this.#remove(worker));
  }

  /** Whether the worker has begun to serve. */
  has(worker: Worker): boolean {
    return this.#joined.has(worker);
  }

  get engine(): Worker | undefined {
    return this.#engine;
  }

  /** Has the engine finish what is under way; resolves when it has, when it dies, or after so many milliseconds. */
  endEngine(within: number): Promise<void> {
    this.#ending = true;
    const engine = this.#engine;
    if (engine === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      const patience = setTimeout(resolve, within);
      this.#ended = () => {
        clearTimeout(patience);
        resolve();
      };
      send(engine, { channel: CHANNEL, kind: "end" });
    });
  }

  #follow(worker: Worker, message: ToPrimary): void {
    switch (message.kind) {
      case "join":
        this.#joined.add(worker);
        this.#engine ??= worker;
        send(worker, { channel: CHANNEL, kind: "joined", engine: this.#engine === worker });
        break;
      case "tell":
        this.#tell(worker, message);
        break;
      case "taken":
        this.#taken(message.id, worker);
        break;
      case "ask":
        this.#ask(worker, message);
        break;
      case "answer":
        this.#answer(message.id, message);
        break;
      case "ended":
        if (worker === this.#engine) this.#ended();
        break;
    }
  }

  #ask(by: Worker, { id, topic }: ToPrimary & { kind: "ask" }): void {
    // At the end it may be gone, and nobody chosen in its place.
    const of = this.#engine?.isConnected() ? this.#engine : undefined;
    this.#lastId += 1;
    const own = this.#lastId;
    this.#asked.set(own, { by, id, of });
    if (of === undefined) this.#answer(own, ENGINE_GONE);
    else send(of, { channel: CHANNEL, kind: "asked", id: own, topic }, () => this.#answer(own, ENGINE_GONE));
  }

  #answer(own: number, { answer, fault }: { answer: unknown; fault: string | null }): void {
    const asked = this.#asked.get(own);
    if (asked === undefined) return;
    this.#asked.delete(own);
    send(asked.by, { channel: CHANNEL, kind: "answered", id: asked.id, answer, fault });
  }

  #tell(by: Worker, { id, topic, body }: ToPrimary & { kind: "tell" }): void {
    const others = [...this.#joined].filter((worker) => worker !== by);
    this.#lastId += 1;
    const own = this.#lastId;
    const forget = setTimeout(() => this.#told.delete(own), PATIENCE);
    this.#told.set(own, { by, id, waitingFor: new Set(others), forget });
    for (const worker of others) send(worker, { channel: CHANNEL, kind: "told", id: own, topic, body });
    this.#answerIfTaken(own);
  }

  #taken(id: number, worker: Worker): void {
    this.#told.get(id)?.waitingFor.delete(worker);
    this.#answerIfTaken(id);
  }

  #answerIfTaken(id: number): void {
    const told = this.#told.get(id);
    if (told === undefined || told.waitingFor.size > 0) return;
    clearTimeout(told.forget);
    this.#told.delete(id);
    send(told.by, { channel: CHANNEL, kind: "all", id: told.id });
  }

  #remove(worker: Worker): void {
    this.#joined.delete(worker);
    for (const id of [...this.#told.keys()]) this.#taken(id, worker);
    for (const [id, { of }] of [...this.#asked]) if (of === worker) this.#answer(id, ENGINE_GONE);
    if (this.#engine !== worker) return;
    this.#ended();
    if (this.#ending) return;
    const [heir] = this.#joined;
    this.#engine = heir;
    if (heir !== undefined) send(heir, { channel: CHANNEL, kind: "engine" });
  }
}

function send(worker: Worker, message: ToWorker, onLost?: () => void): void {
  // One that has just died is removed by its own event.
  if (!worker.isConnected()) return;
  worker.send(message, (error) => {
    if (!error) return;
    report(worker, error);
    onLost?.();
  });
}

function report(worker: Worker, error: Error): void {
  if (worker.isConnected()) console.error(`a message to a process was lost: ${error.message}`);
}
