import cluster from "node:cluster";
import { CHANNEL, PATIENCE, toWorker, type ToPrimary, type ToWorker } from "@/lib/sibling-messages";

type Listener = (body: unknown) => Promise<void> | void;

interface Question {
  answered: (answer: unknown) => void;
  failed: (error: Error) => void;
}

interface Siblings {
  /** Who started this process did not answer, and does not count from then on. */
  alone: boolean;
  joined: Promise<void> | undefined;
  /** Ends the wait of `joined`. */
  welcome: () => void;
  engine: boolean;
  engineHere: (() => void)[];
  ending: (() => Promise<void>)[];
  listeners: Map<string, Set<Listener>>;
  /** What was told and is not taken by all yet. */
  told: Map<number, () => void>;
  /** What this process does for all others while it runs the engine. */
  answers: Map<string, () => Promise<unknown>>;
  asked: Map<number, Question>;
  lastId: number;
}

/** A process manager that forks by node:cluster and is not ours never answers. */
const WELCOME_WITHIN = 5_000;

// This file is in Next's bundle and in programs compiled beside it: one state for all copies in a process.
const shared = globalThis as typeof globalThis & { posthornSiblings?: Siblings };
const siblings: Siblings = (shared.posthornSiblings ??= {
  alone: false,
  joined: undefined,
  welcome: () => undefined,
  engine: false,
  engineHere: [],
  ending: [],
  listeners: new Map(),
  told: new Map(),
  answers: new Map(),
  asked: new Map(),
  lastId: 0,
});

/** Whether this process is one of several that `npm start` serves with. */
export function hasSiblings(): boolean {
  return cluster.isWorker && process.connected && !siblings.alone;
}

/**
 * Resolves when this process is told what the others tell. Awaited before the first request is answered, so that
 * nothing is read and kept of which a refresh could be missed.
 */
export function joinSiblings(): Promise<void> {
  if (!hasSiblings()) return Promise.resolve();
  siblings.joined ??= new Promise((resolve) => {
    const alone = setTimeout(() => {
      console.error("the process that started this one says nothing; it serves as if it were alone");
      siblings.alone = true;
      siblings.welcome();
      becomeEngine();
    }, WELCOME_WITHIN);
    siblings.welcome = () => {
      clearTimeout(alone);
      resolve();
    };
    process.on("message", take);
    send({ channel: CHANNEL, kind: "join" });
  });
  return siblings.joined;
}

/**
 * Tells every other process of this application on this machine. Resolves when the listeners of all of them have taken
 * it; after a second, with a line in the log, where one does not answer; at once where there are none. Never throws.
 *
 * @param body anything that JSON holds
 */
export async function tellSiblings(topic: string, body: unknown): Promise<void> {
  if (!hasSiblings()) return;
  await joinSiblings();
  siblings.lastId += 1;
  const id = siblings.lastId;
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(patience);
      siblings.told.delete(id);
      resolve();
    };
    const patience = setTimeout(() => {
      console.error(`another process of this application did not take "${topic}" within a second`);
      end();
    }, PATIENCE);
    siblings.told.set(id, end);
    send({ channel: CHANNEL, kind: "tell", id, topic, body });
  });
}

/** Calls the listener with what other processes tell under a topic; they wait until its promise is settled. */
export function onSiblingMessage(topic: string, listener: Listener): void {
  const listeners = siblings.listeners.get(topic) ?? new Set();
  siblings.listeners.set(topic, listeners.add(listener));
  void joinSiblings();
}

/**
 * Has the process that runs the engine do something, however long it takes, and gives back what it answers. Only where
 * there are siblings.
 * @throws Error where it fails there, or that process ends before
 */
export async function askEngine(topic: string): Promise<unknown> {
  await joinSiblings();
  siblings.lastId += 1;
  const id = siblings.lastId;
  return new Promise((answered, failed) => {
    siblings.asked.set(id, { answered, failed });
    send({ channel: CHANNEL, kind: "ask", id, topic });
  });
}

/**
 * What this process does when others ask for it while it runs the engine. Call it before it joins them: who is chosen is
 * asked at once.
 * @param answer gives anything that JSON holds
 */
export function answerAsEngine(topic: string, answer: () => Promise<unknown>): void {
  siblings.answers.set(topic, answer);
}

/** Whether ticks belong to this process: the only one, or the one of several that was chosen. */
export function runsEngine(): boolean {
  return siblings.engine || !hasSiblings();
}

/** Calls back once when the engine is to run here: at once, or when the process that runs it has died. */
export function whenEngineIsHere(begin: () => void): void {
  if (runsEngine()) begin();
  else siblings.engineHere.push(begin);
}

/** Calls back when the application ends, which waits for the promise for a while. Only where there are siblings. */
export function whenEnding(finish: () => Promise<void>): void {
  siblings.ending.push(finish);
}

function take(message: unknown): void {
  if (siblings.alone) return;
  const parsed = toWorker.safeParse(message);
  // Others use the channel too: the limiter, Node itself.
  if (parsed.success) follow(parsed.data);
}

function follow(message: ToWorker): void {
  switch (message.kind) {
    case "joined":
      siblings.welcome();
      if (message.engine) becomeEngine();
      break;
    case "told":
      void tellListeners(message.topic, message.body).then(() => {
        send({ channel: CHANNEL, kind: "taken", id: message.id });
      });
      break;
    case "all":
      siblings.told.get(message.id)?.();
      break;
    case "engine":
      becomeEngine();
      break;
    case "asked":
      void answerTo(message.topic).then((answer) => {
        send({ channel: CHANNEL, kind: "answer", id: message.id, ...answer });
      });
      break;
    case "answered":
      settleQuestion(message);
      break;
    case "end":
      void settled(siblings.ending.map((finish) => finish())).then(() => {
        send({ channel: CHANNEL, kind: "ended" });
      });
      break;
  }
}

async function answerTo(topic: string): Promise<{ answer: unknown; fault: string | null }> {
  const answers = siblings.answers.get(topic);
  if (answers === undefined) return { answer: null, fault: `nobody answers "${topic}"` };
  try {
    return { answer: await answers(), fault: null };
  } catch (error) {
    return { answer: null, fault: error instanceof Error ? error.message : String(error) };
  }
}

function settleQuestion({ id, answer, fault }: ToWorker & { kind: "answered" }): void {
  const question = siblings.asked.get(id);
  siblings.asked.delete(id);
  if (fault === null) question?.answered(answer);
  else question?.failed(new Error(fault));
}

function becomeEngine(): void {
  siblings.engine = true;
  for (const begin of siblings.engineHere.splice(0)) begin();
}

function tellListeners(topic: string, body: unknown): Promise<void> {
  return settled([...(siblings.listeners.get(topic) ?? [])].map(async (listener) => listener(body)));
}

async function settled(promises: Promise<void>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(promises)) {
    if (outcome.status === "rejected") console.error("a message between processes failed", outcome.reason);
  }
}

/** The channel closes when the process that started this one dies, and then this one ends too. */
function send(message: ToPrimary): void {
  process.send?.(message, undefined, undefined, (error: Error | null) => {
    if (error !== null && process.connected) console.error("a message between processes was lost", error);
  });
}
