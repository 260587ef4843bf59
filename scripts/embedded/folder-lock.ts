import { mkdir } from "node:fs/promises";
import path from "node:path";
import lockfile from "proper-lockfile";

// The holder renews its lock every second; one that was killed blocks others for five.
const STALE_AFTER_MS = 5_000;
const RENEW_EVERY_MS = 1_000;
const LOOK_AGAIN_MS = 100;
// A first start creates a database and may build the application: minutes on a small machine.
const WAIT_AT_MOST_MS = 10 * 60_000;

/**
 * Runs `task` while no other process on this machine holds the lock of that name in `folder`.
 * @throws what `task` throws, and an Error (code ELOCKED) after ten minutes of waiting.
 */
export async function withLock<T>(folder: string, name: string, task: () => Promise<T>): Promise<T> {
  await mkdir(folder, { recursive: true });
  const release = await lockfile.lock(folder, {
    lockfilePath: path.join(folder, `${name}.lock`),
    stale: STALE_AFTER_MS,
    update: RENEW_EVERY_MS,
    retries: {
      retries: WAIT_AT_MOST_MS / LOOK_AGAIN_MS,
      factor: 1,
      minTimeout: LOOK_AGAIN_MS,
      maxTimeout: LOOK_AGAIN_MS,
    },
    // Lost only when this process slept past the limit, as on a closed laptop: the work goes on.
    onCompromised: (error) => console.warn(`The lock ${name} was lost: ${error.message}`),
  });
  try {
    return await task();
  } finally {
    await release().catch((error: unknown) => {
      if (!isLostLock(error)) throw error;
    });
  }
}

function isLostLock(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERELEASED";
}
