import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { z } from "zod";
import { CommandError } from "@/scripts/command-line";
import { freePort } from "@/scripts/embedded/free-port";
import { startServices, type Services } from "@/scripts/embedded/services";
import { inProject, PROJECT } from "@/scripts/project";
import { leftBehind } from "@/scripts/testing/left-behind";
import { endWith, stageEnvironment } from "@/scripts/testing/run-program";

const READY_WITHIN_MS = 300_000;

const accountsSchema = z
  .array(z.object({ role: z.string(), email: z.string(), password: z.string() }))
  .min(1);
export type DemoAccount = z.infer<typeof accountsSchema>[number];

export interface RunningApplication {
  readonly url: string;
  /** The accounts whose passwords `npm start` showed. */
  readonly accounts: readonly DemoAccount[];
  /** Address of the database and of the mailbox behind it. */
  readonly databaseUrl: string;
  readonly mailboxUrl: string;
  readonly mailboxKey: string;
  /** @throws CommandError when anything of it is alive afterwards */
  stop(): Promise<void>;
}

/**
 * The application as `npm start` serves it to a newcomer, with an empty data folder, on a free port.
 * @param folder an existing folder for its data
 * @param more settings beside those of a newcomer
 * @throws CommandError when it ends or is not ready within five minutes
 */
export async function startApplication(
  folder: string,
  signal: AbortSignal,
  more: Readonly<Record<string, string>> = {},
): Promise<RunningApplication> {
  const ended = new AbortController();
  const port = await freePort(undefined);
  // A pace at which a mailing to a thousand can be watched, paused and resumed.
  const settings = { PORT: String(port), POSTHORN_DATA: folder, RESEND_RATE_LIMIT: "2", ...more };
  const child = spawn(
    process.execPath,
    ["--import", import.meta.resolve("tsx"), inProject("scripts", "start.ts")],
    {
      cwd: PROJECT,
      env: stageEnvironment(settings),
      stdio: ["ignore", "pipe", "inherit"],
      detached: process.platform !== "win32",
      windowsHide: true,
    },
  );
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stopListening = endWith(child, AbortSignal.any([signal, ended.signal]));
  const end = async () => {
    ended.abort();
    await exited;
    stopListening();
  };
  try {
    const { url, accounts } = await readAnnouncement(child.stdout, exited);
    const services = await startServices(stageEnvironment(settings));
    return {
      url,
      accounts,
      ...addresses(services),
      async stop() {
        await end();
        // The last to leave, so the database has outlived the application.
        await services.stop();
        const left = await leftBehind(folder);
        if (left.length > 0) throw new CommandError(`The application left behind: ${left.join("; ")}.`);
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

function addresses({ env }: Services): Pick<RunningApplication, "databaseUrl" | "mailboxUrl" | "mailboxKey"> {
  const { DATABASE_URL, RESEND_BASE_URL, RESEND_API_KEY } = env;
  if (!DATABASE_URL || !RESEND_BASE_URL || !RESEND_API_KEY)
    throw new CommandError("The application's services are not embedded.");
  return { databaseUrl: DATABASE_URL, mailboxUrl: RESEND_BASE_URL, mailboxKey: RESEND_API_KEY };
}

/** What the terminal shows a newcomer: accounts, then the address once somebody answers there. */
function readAnnouncement(
  output: NodeJS.ReadableStream,
  exited: Promise<void>,
): Promise<{ url: string; accounts: DemoAccount[] }> {
  return new Promise((resolve, reject) => {
    const rows: Partial<DemoAccount>[] = [];
    const giveUp = setTimeout(() => {
      reject(new CommandError("The application is not ready after five minutes."));
    }, READY_WITHIN_MS);
    void exited.then(() => {
      clearTimeout(giveUp);
      reject(new CommandError("The application ended before it was ready; the reason stands above."));
    });
    createInterface({ input: output }).on("line", (line) => {
      // The passwords of a throw-away database may stand in a log.
      console.log(line);
      const account = /^ {2}(\S.*?) {2,}(\S+@\S+) +(\S+)$/.exec(line);
      if (account) rows.push({ role: account[1], email: account[2], password: account[3] });
      const url = /^Posthorn is ready: (\S+)$/.exec(line)?.[1];
      if (url === undefined) return;
      clearTimeout(giveUp);
      const accounts = accountsSchema.safeParse(rows);
      if (accounts.success) resolve({ url, accounts: accounts.data });
      else reject(new CommandError("The application showed no demo accounts."));
    });
  });
}
