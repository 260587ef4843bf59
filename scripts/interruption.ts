import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
// Longer than one request to the provider may take, so that a tick can settle what it sent.
const GRACE_MS = 45_000;
const LOOK_FOR_PARENT_EVERY_MS = 500;

export interface Interruption {
  /** Aborted by the first signal: end soon, in order. */
  readonly signal: AbortSignal;
  /** Resolves at a second signal, or 45 s after the first. */
  readonly patienceLost: Promise<void>;
  /** After a signal 128 plus its number, as shells expect it; undefined before. */
  readonly exitCode: number | undefined;
  stopListening(): void;
}

/** Turns Ctrl-C, SIGTERM, and the end of the npm that runs this command into an AbortSignal. */
export function listenForSignals(): Interruption {
  const controller = new AbortController();
  const { promise: patienceLost, resolve: losePatience } = withResolvers();
  let timer: NodeJS.Timeout | undefined;
  const interruption = {
    signal: controller.signal,
    patienceLost,
    exitCode: undefined as number | undefined,
    stopListening() {
      clearTimeout(timer);
      clearInterval(watch);
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
  function onSignal(name: (typeof SIGNALS)[number]) {
    if (controller.signal.aborted) {
      losePatience();
      return;
    }
    interruption.exitCode = 128 + constants.signals[name];
    timer = setTimeout(losePatience, GRACE_MS);
    controller.abort();
  }
  for (const name of SIGNALS) process.on(name, onSignal);
  // Beyond a limit on the size of files the write fails with EFBIG, which can be told. Where nobody listens,
  // proper-lockfile's hook for the end of the process (signal-exit) lets it die of the signal without a word.
  if (process.platform !== "win32") process.on("SIGXFSZ", () => {});
  const watch = watchParent(() => onSignal("SIGTERM"));
  return interruption;
}

/**
 * npm passes SIGTERM on to the shell between it and the command, and that shell dies of it without a word
 * to the command, which would serve on unseen.
 */
function watchParent(onGone: () => void): NodeJS.Timeout | undefined {
  if (process.env.npm_lifecycle_event === undefined || process.platform === "win32") return undefined;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    onGone();
  }, LOOK_FOR_PARENT_EVERY_MS);
  return watch.unref();
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
