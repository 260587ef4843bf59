import { SetupError } from "@/scripts/command-line";
import { ensureClient } from "@/scripts/database/client";
import { databaseFault } from "@/scripts/database/database-fault";
import { noRoomIn } from "@/scripts/embedded/data-folder";
import { adoptEnv, loadEnvFile, startServices } from "@/scripts/embedded/services";
import type { Services } from "@/scripts/embedded/services";
import { listenForSignals } from "@/scripts/interruption";
import { dataFolder } from "@/scripts/project";

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
 * @throws what the task throws; ConfigurationError, SetupError, CommandError
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
      throw sayUnusable(error) ?? sayFullDisk(error);
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

function sayUnusable(error: unknown): SetupError | undefined {
  const fault = databaseFault(error);
  return fault === undefined ? undefined : new SetupError(fault);
}
