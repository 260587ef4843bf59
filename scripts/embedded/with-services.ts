import { constants } from "node:os";
import { CommandError } from "@/scripts/command-line";
import { ensureClient } from "@/scripts/database/client";
import { noRoomIn } from "@/scripts/embedded/data-folder";
import { adoptEnv, loadEnvFile, startServices } from "@/scripts/embedded/services";
import type { Services } from "@/scripts/embedded/services";
import { dataFolder } from "@/scripts/project";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
// Longer than one request to the provider may take, so that a tick can settle what it sent.
const GRACE_MS = 45_000;
const LOOK_FOR_PARENT_EVERY_MS = 500;

export interface ServiceContext {
  readonly services: Services;
  /** Aborted by Ctrl-C or SIGTERM: end soon, in order. */
  readonly signal: AbortSignal;
}

/**
 * Runs a command's task with every service at hand: reads `.env`, starts or attaches, fills
 * process.env, runs, and leaves the services again whatever happened. The database client is
 * generated first where it is missing, so the task imports what needs it by `await import()`. The first signal aborts
 * `signal` and waits for the task, 45 s at most; a second one does not wait. After a signal the
 * process ends with 128 plus its number (130 for Ctrl-C, 143 for SIGTERM), as shells expect, so that a script around it ends too. Set process.exitCode in the task, never call process.exit.
 * @throws what the task throws; ConfigurationError, CommandError
 */
export async function withServices(task: (context: ServiceContext) => Promise<void>): Promise<void> {
  const interruption = listenForSignals();
  try {
    loadEnvFile();
    await ensureClient();
    const services = await startServices();
    try {
      adoptEnv(services);
      if (!interruption.signal.aborted) {
        await Promise.race([task({ services, signal: interruption.signal }), interruption.patienceLost]);
      }
    } finally {
      // Before the server stops under them, which would raise errors. Imported late: see above.
      await (await import("@/lib/db")).disconnect();
      await services.stop();
    }
  } catch (error) {
    // A task that was told to end may say so by throwing.
    if (!(interruption.signal.aborted && error === interruption.signal.reason))
      throw sayNoTables(error) ?? sayFullDisk(error);
  } finally {
    interruption.stopListening();
  }
  if (interruption.exitCode !== undefined) process.exit(interruption.exitCode);
}

/** The embedded server's disk may fill up at any statement, and its words come in many wrappings. */
function sayFullDisk(error: unknown): unknown {
  const embedded = process.env.POSTHORN_EMBEDDED?.includes("database");
  if (!embedded || !(error instanceof Error)) return error;
  return noRoomIn(error.message, dataFolder(process.env.POSTHORN_DATA || undefined)) ?? error;
}

/** A database that nobody has migrated yet: Prisma's code for its own queries, PostgreSQL's within its code for others. */
function sayNoTables(error: unknown): CommandError | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  const missing = error.code === "P2021" || (error.code === "P2010" && error.message.includes("42P01"));
  return missing
    ? new CommandError("The database has no tables yet; npm run db:deploy makes them.")
    : undefined;
}

function listenForSignals() {
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
