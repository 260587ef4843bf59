import { mkdir } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import lockfile from "proper-lockfile";

// The holder renews its lock every second; one that was killed blocks others for fifteen,
// and a busy machine may well stand still for less.
const STALE_AFTER_MS = 15_000;
const RENEW_EVERY_MS = 1_000;
const LOOK_AGAIN_MS = 100;
// A first start creates a database and may build the application: minutes on a small machine.
const WAIT_AT_MOST_MS = 10 * 60_000;

interface LockOptions {
  /** Ends the waiting when it aborts; a task that has begun goes on. */
  readonly signal?: AbortSignal;
  /** Called once, when somebody else holds the lock. */
  readonly onWait?: () => void;
}

/**
 * Runs `task` while no other process on this machine holds the lock of that name in `folder`.
 * @throws what `task` throws, an Error (code ELOCKED) after ten minutes of waiting, and the signal's
 *   reason where that ended the waiting.
 */
export async function withLock<T>(
  folder: string,
  name: string,
  task: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  await mkdir(folder, { recursive: true });
  const release = await acquire(folder, name, options);
  try {
    return await task();
  } finally {
    await release().catch((error: unknown) => {
      if (!hasCode(error, "ERELEASED")) throw error;
    });
  }
}

async function acquire(
  folder: string,
  name: string,
  { signal, onWait }: LockOptions,
): Promise<() => Promise<void>> {
  const deadline = Date.now() + WAIT_AT_MOST_MS;
  for (let waited = false; ; waited = true) {
    try {
      return await lockfile.lock(folder, {
        lockfilePath: path.join(folder, `${name}.lock`),
        stale: STALE_AFTER_MS,
        update: RENEW_EVERY_MS,
        // Lost only when this process slept past the limit, as on a closed laptop: the work goes on.
        onCompromised: (error) => console.warn(`The lock ${name} was lost: ${error.message}`),
      });
    } catch (error) {
      if (!hasCode(error, "ELOCKED") || Date.now() > deadline) throw error;
    }
    if (!waited) onWait?.();
    await sleep(LOOK_AGAIN_MS);
    signal?.throwIfAborted();
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
