import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { parseBody, refusalAtTheDoor } from "./provider-door";
import { answerOfList } from "./provider-list";
import { courseOf, type Fault } from "./provider-faults";
import { RateWindow } from "./provider-rate";
import {
  countReceived,
  type AcceptedBatch,
  type ProviderMail,
  type ProviderRequest,
} from "./provider-record";
import { Taking } from "./provider-taking";
import { deliver, readBody, type Answer, type Wire } from "./provider-wire";

export type FaultRule = (request: { key: string | null; body: unknown[]; nth: number }) => Fault | null;

export interface Provider {
  /** Without a slash at its end: what RESEND_BASE_URL takes. */
  readonly url: string;
  /** Everything really taken: the mails that people would receive. */
  readonly mails: readonly ProviderMail[];
  /** Every request that arrived, in the order in which their bodies were complete. */
  readonly requests: readonly ProviderRequest[];
  /** The clock by which keys are forgotten after 24 hours. Milliseconds; it only turns forward. */
  readonly clock: { now(): number; advance(ms: number): void };
  /** The next requests that pass the rate limit and bear an API key get these, in turn. */
  script(...faults: Fault[]): void;
  /** The rule asked for every such request once the script is used up; `nth` counts all requests from 1. */
  when(rule: FaultRule): void;
  /** From now on a batch that holds this address is refused with 422 validation_error and nothing is taken. */
  badAddress(address: string, message?: string): void;
  /** Requests in a second of real time, as Resend limits them; null lifts the limit. */
  rateLimit(perSecond: number | null): void;
  /** Its own list of suppressed addresses; null, as from the start, where it has none. */
  list: Set<string> | null;
  /** Called after taking and before answering; the answer waits for a promise. What it throws, `close` throws. */
  onAccepted(listener: (batch: AcceptedBatch) => void | Promise<void>): void;
  /** Mails by bare address; with a tag's name, by `address value`, counting only the mails that bear that tag. */
  received(tag?: string): Map<string, number>;
  /** Back to the start, with the clock at real time. Requests still open are cut off and take nothing more. */
  reset(): void;
  /** Stops the server. Throws an AggregateError of what rules, listeners or the provider itself threw. */
  close(): Promise<void>;
}

/** Starts a provider on a free port of 127.0.0.1. With `keepBodies`, mails keep their html and text. */
export async function startProvider(options: { keepBodies?: boolean } = {}): Promise<Provider> {
  const provider = new HttpProvider(options.keepBodies ?? false);
  await provider.listen();
  return provider;
}

class HttpProvider implements Provider {
  url = "";
  list: Set<string> | null = null;
  readonly requests: ProviderRequest[] = [];
  readonly clock = {
    now: () => Date.now() + this.#turnedMs,
    advance: (ms: number) => {
      if (!(ms >= 0)) throw new RangeError("The provider's clock only turns forward");
      this.#turnedMs += ms;
    },
  };
  readonly #taking: Taking;
  readonly #server: Server;
  readonly #open = new Set<IncomingMessage>();
  readonly #failures: unknown[] = [];
  #turnedMs = 0;
  #era = new AbortController();
  #script: Fault[] = [];
  #rule: FaultRule | null = null;
  #window: RateWindow | null = null;

  constructor(keepBodies: boolean) {
    this.#taking = new Taking(this.clock.now, keepBodies);
    // Longer than clients keep an idle connection, so that none dies of the provider's impatience.
    this.#server = createServer({ keepAliveTimeout: 120_000, requestTimeout: 0 }, (request, response) => {
      void this.#serve(request, response);
    });
  }

  get mails(): readonly ProviderMail[] {
    return this.#taking.mails;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(0, "127.0.0.1", resolve);
    });
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("The provider got no port");
    this.url = `http://127.0.0.1:${address.port}`;
  }

  script(...faults: Fault[]): void {
    this.#script.push(...faults);
  }

  when(rule: FaultRule): void {
    this.#rule = rule;
  }

  badAddress(address: string, message?: string): void {
    this.#taking.refuseAddress(address, message);
  }

  rateLimit(perSecond: number | null): void {
    this.#window = perSecond === null ? null : new RateWindow(perSecond);
  }

  onAccepted(listener: (batch: AcceptedBatch) => void | Promise<void>): void {
    this.#taking.listen(listener);
  }

  received(tag?: string): Map<string, number> {
    return countReceived(this.mails, tag);
  }

  reset(): void {
    this.#era.abort();
    this.#era = new AbortController();
    for (const request of this.#open) request.socket.destroy();
    this.#taking.reset();
    this.requests.length = 0;
    this.#turnedMs = 0;
    this.#script = [];
    this.#rule = null;
    this.#window = null;
    this.list = null;
  }

  async close(): Promise<void> {
    this.#era.abort();
    await new Promise<void>((resolve, reject) => {
      this.#server.close((error) => (error ? reject(error) : resolve()));
      this.#server.closeAllConnections();
    });
    if (this.#failures.length > 0) throw new AggregateError(this.#failures, "The provider failed");
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const era = this.#era.signal;
    this.#open.add(request);
    try {
      await this.#answer(request, response, era);
    } catch (error) {
      // A wait that a reset ended is no failure. Anything else is one, and no client may take it for an answer.
      if (!era.aborted) this.#failures.push(error);
      request.socket.destroy();
    } finally {
      this.#open.delete(request);
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse, era: AbortSignal): Promise<void> {
    const at = this.clock.now();
    const { bytes, whole } = await readBody(request);
    if (era.aborted) return;
    const record = recordOf(request, bytes, at);
    this.requests.push(record);
    if (!whole) {
      record.outcome = "cut off by the client";
      return;
    }

    const limit = this.#window?.take(performance.now());
    const refusal =
      limit?.refusal ?? answerOfList(this.list, record, this.#script) ?? refusalAtTheDoor(request, record);
    if (refusal) record.outcome = outcomeOf(refusal);
    const wire: Wire = refusal
      ? { how: "whole", answer: refusal }
      : await this.#decide(request, bytes, record, era);
    if (wire.how === "whole" || wire.how === "cut") {
      record.status = wire.answer.status;
      const headers = { ...limit?.headers, ...wire.answer.headers };
      await deliver(request, response, { ...wire, answer: { ...wire.answer, headers } });
    } else {
      await deliver(request, response, wire);
    }
  }

  /** The script's and the rule's word on a request, then the taking itself. */
  async #decide(
    request: IncomingMessage,
    bytes: Buffer,
    record: ProviderRequest,
    era: AbortSignal,
  ): Promise<Wire> {
    const body = parseBody(record.path, bytes);
    const asked = { key: record.key, body, nth: this.requests.length };
    const fault = this.#script.shift() ?? this.#rule?.(asked) ?? { kind: "none" };
    const course = courseOf(fault);
    const prefix = fault.kind === "none" ? "" : `${fault.kind}: `;
    if (!course.takes) {
      record.outcome = `${prefix}nothing taken`;
      return course.wire;
    }
    const account = request.headers.authorization ?? "";
    const { path, key, bodyHash, at } = record;
    const verdict = await this.#taking.take({ path, key, account, body, bodyHash, at, era }, course);
    record.taken = verdict.taken;
    record.outcome = prefix + (verdict.outcome === "refused" ? outcomeOf(verdict.answer) : verdict.outcome);
    return course.wire(verdict.answer);
  }
}

function recordOf(request: IncomingMessage, bytes: Buffer, at: number): ProviderRequest {
  return {
    method: request.method ?? "",
    path: request.url ?? "",
    key: request.headersDistinct["idempotency-key"]?.[0] ?? null,
    bodyHash: createHash("sha256").update(bytes).digest("hex"),
    size: bytes.length,
    at,
    status: null,
    taken: 0,
    outcome: "open",
  };
}

function outcomeOf(refusal: Answer): string {
  return `${refusal.status} ${refusal.error ?? ""}`.trimEnd();
}
