import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@/scripts/embedded/free-port";
import { inProject, PROJECT } from "@/scripts/project";

const READY_WITHIN_MS = 180_000;

export interface ServedBuild {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * One more replica: the application's build, served by plain `next start` at a free port.
 * @param settings all of its environment, but for what follows from its address
 * @throws Error when it does not answer within three minutes
 */
export async function serveBuild(settings: (url: string) => NodeJS.ProcessEnv): Promise<ServedBuild> {
  const port = await freePort(undefined);
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    process.execPath,
    [inProject("node_modules", "next", "dist", "bin", "next"), "start", "-p", `${port}`, "-H", "127.0.0.1"],
    {
      cwd: PROJECT,
      stdio: ["ignore", "ignore", "inherit"],
      windowsHide: true,
      env: { ...settings(url), NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    },
  );
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null && child.kill()) await once(child, "exit");
  };
  try {
    await answering(url, child);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(`${url}/api/health`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error("next start does not answer.");
}
