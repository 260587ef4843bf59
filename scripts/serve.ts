import { env } from "@/lib/env";
import { CommandError, readArguments, runCommand } from "@/scripts/command-line";
import { ensureBuild } from "@/scripts/application/build";
import { runNext } from "@/scripts/application/next-program";
import { registerApplication } from "@/scripts/application/running";
import { deployMigrations } from "@/scripts/database/migrations";
import { loadDemoDataOnce, showDemoAccounts } from "@/scripts/application/demo-accounts";
import { canListen } from "@/scripts/embedded/free-port";
import { withServices } from "@/scripts/embedded/with-services";

export type Mode = "start" | "dev";

const READY_WITHIN_MS = 120_000;
const LOOK_AGAIN_MS = 150;
const ANY_ADDRESS = new Set(["0.0.0.0", "::"]);

/**
 * `npm start` and `npm run dev`: services, migrations, build, demo data, application. Ends when the
 * application ends or at Ctrl-C, and leaves nothing running that it started.
 */
export async function serve(mode: Mode): Promise<void> {
  await runCommand(async () => {
    readArguments({});
    await withServices(async ({ signal }) => {
      const { PORT } = env();
      const registration = await registerApplication(mode, PORT, `http://localhost:${PORT}`);
      try {
        await refuseClosedPort();
        await deployMigrations(env().DATABASE_URL);
        await refuseUnfitPooler();
        await (mode === "start" ? ensureBuild(signal, registration.serving) : registration.serving());
        if (signal.aborted) return;
        await loadDemoDataOnce();
        // Again: a build takes long enough for somebody to come.
        await refuseClosedPort();
        await serveUntil(mode, signal);
      } finally {
        await registration.leave();
      }
    });
  });
}

/** Every page would fail, and no mailing go out. */
async function refuseUnfitPooler(): Promise<void> {
  if (env().embedded.database) return;
  const { database, engineDatabase } = await import("@/lib/db");
  await Promise.all([database(), engineDatabase()].map((db) => db.$queryRaw`SELECT 1`));
}

async function refuseClosedPort(): Promise<void> {
  const { PORT, HOST } = env();
  const answer = await canListen(PORT, HOST);
  if (answer === "taken") {
    throw new CommandError(`Port ${PORT} is taken; end what listens there, or set PORT to another.`);
  }
  if (answer === "not allowed") {
    throw new CommandError(
      `The system does not let you listen at port ${PORT}; set PORT to another, above 1023.`,
    );
  }
  if (answer === "no such address") {
    throw new CommandError(`HOST is ${HOST}, which is no address of this machine.`);
  }
}

async function serveUntil(mode: Mode, signal: AbortSignal): Promise<void> {
  const { PORT, HOST } = env();
  const served = new AbortController();
  const application = runNext([mode, "--port", String(PORT), "--hostname", HOST], {
    signal,
    environment: { NODE_ENV: mode === "start" ? "production" : "development" },
  });
  const announced = announceWhenReady(AbortSignal.any([signal, served.signal]));
  try {
    const code = await application;
    if (!signal.aborted) {
      // Lost to somebody who came between our look and its start.
      await refuseClosedPort();
      throw new CommandError(`The application ended by itself (exit code ${code}).`);
    }
  } finally {
    served.abort();
    await announced;
  }
}

async function announceWhenReady(ended: AbortSignal): Promise<void> {
  const { PORT, HOST, RESEND_BASE_URL, RESEND_API_KEY, embedded } = env();
  const probe = `http://${ANY_ADDRESS.has(HOST) ? "127.0.0.1" : HOST.includes(":") ? `[${HOST}]` : HOST}:${PORT}/api/health`;
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!ended.aborted && Date.now() < deadline) {
    if (await answers(probe, ended)) {
      // Here and not where they were made: above a server's own output they are missed.
      await showDemoAccounts();
      console.log(`\nPosthorn is ready: http://localhost:${PORT}`);
      // The one place where the key of the inbox is shown: to whoever may read the data folder anyway.
      if (embedded.mailbox) console.log(`Its emails arrive at ${RESEND_BASE_URL}/${RESEND_API_KEY}/inbox`);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}

/** Any answer will do: what it says is for `npm run doctor` to judge. */
async function answers(address: string, ended: AbortSignal): Promise<boolean> {
  try {
    const answer = await fetch(address, { signal: ended });
    await answer.body?.cancel();
    return true;
  } catch (error) {
    // fetch throws a TypeError while nobody listens, and the reason of `ended` at the end.
    if (error instanceof TypeError || ended.aborted) return false;
    throw error;
  }
}
