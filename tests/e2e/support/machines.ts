import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@/scripts/embedded/free-port";
import { inProject, PROJECT } from "@/scripts/project";
import { setting } from "@/tests/e2e/support/setting";

const READY_WITHIN_MS = 180_000;

export interface Machine {
  readonly url: string;
  stop(): Promise<void>;
}

export const CRON_SECRET = "cron-secret-of-the-machines-0123456789";

/**
 * The application's build, served by plain `next start` beside the application under test and on its database.
 * @param settings beside those that every machine needs
 * @throws Error when it does not answer within three minutes
 */
export async function startMachine(settings: Readonly<Record<string, string>>): Promise<Machine> {
  const port = await freePort(undefined);
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    process.execPath,
    [inProject("node_modules", "next", "dist", "bin", "next"), "start", "-p", `${port}`, "-H", "127.0.0.1"],
    {
      cwd: PROJECT,
      stdio: ["ignore", "ignore", "inherit"],
      windowsHide: true,
      env: {
        ...process.env,
        NODE_ENV: "production",
        NEXT_TELEMETRY_DISABLED: "1",
        DATABASE_URL: setting.E2E_DATABASE_URL,
        RESEND_API_KEY: setting.E2E_MAILBOX_KEY,
        RESEND_BASE_URL: setting.E2E_MAILBOX_URL,
        RESEND_FROM: "Posthorn <mail@posthorn.test>",
        AUTH_SECRET: "auth-secret-of-the-machines-0123456789-0123456789",
        UNSUBSCRIBE_SECRET: "unsubscribe-secret-of-the-machines-0123456789",
        CRON_SECRET,
        APP_URL: url,
        SCHEDULER: "off",
        ...settings,
      },
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
