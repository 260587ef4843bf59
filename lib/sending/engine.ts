import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import type { Database } from "@/lib/db";
import { sayFault } from "@/lib/sending/database-lost";
import type { MailFrame } from "@/lib/sending/render";
import type { Provider } from "@/lib/sending/resend";
import { SendRate } from "@/lib/sending/send-rate";
import { DEFAULT_SETTINGS, type EngineSettings } from "@/lib/sending/settings";

/** Places between two steps of the protocol: tests throw a tick away there. */
export type Step = "chunk_planned" | "claimed" | "frozen" | "marked" | "answered" | "settled";

/** All that the sending protocol stands on. One engine serves any number of ticks of one process. */
export interface Engine {
  db: Database;
  provider: Provider;
  rate: SendRate;
  frame: MailFrame;
  /** The bare address that mails come from; the sender's name is put before it. */
  fromAddress: string;
  settings: EngineSettings;
  random: () => number;
  newToken: () => string;
  reached: (step: Step) => Promise<void> | void;
  /** Emails that its ticks have sent so far: a tick that ends early may have got far. */
  accepted: number;
  /** Rung when a person has asked for something: a tick that runs in this process looks at once. */
  bell: EventEmitter;
  /** Told whose mailings look different now, so that cached pages are refreshed. */
  changed: (ownerIds: string[]) => Promise<void>;
  /** Told of what no one can answer for a person: once per fault, without addresses or bodies. */
  report: (message: string, error: unknown) => void;
}

export interface EngineParts {
  db: Database;
  provider: Provider;
  frame: MailFrame;
  fromAddress: string;
  /** Requests a second to start with; the provider's headers may change it. */
  requestsPerSecond: number;
  /** Spaces the requests; one of its own at `requestsPerSecond` unless given. */
  newRate?: (requestsPerSecond: number, report: Engine["report"]) => SendRate;
  settings?: Partial<EngineSettings>;
  random?: () => number;
  reached?: Engine["reached"];
  changed?: Engine["changed"];
  report?: Engine["report"];
}

export function createEngine(parts: EngineParts): Engine {
  const report: Engine["report"] =
    parts.report ?? ((message, error) => console.error(...sayFault(message, error)));
  const { newRate = (perSecond: number) => new SendRate(perSecond), requestsPerSecond } = parts;
  return {
    db: parts.db,
    provider: parts.provider,
    rate: newRate(requestsPerSecond, report),
    frame: parts.frame,
    fromAddress: parts.fromAddress,
    settings: { ...DEFAULT_SETTINGS, ...parts.settings },
    random: parts.random ?? Math.random,
    newToken: randomUUID,
    accepted: 0,
    bell: new EventEmitter().setMaxListeners(0),
    reached: parts.reached ?? (() => undefined),
    changed: parts.changed ?? (() => Promise.resolve()),
    report,
  };
}
