import { readArguments, runCommand } from "@/scripts/command-line";
import { withServices } from "@/scripts/embedded/with-services";

const MINUTE = 60_000;

/** npm run scheduler: ticks at every full minute until stopped; harmless beside the built-in one and others. */
await runCommand(async () => {
  readArguments({});
  await withServices(async ({ signal }) => {
    const { setTimeout: sleep } = await import("node:timers/promises");
    const { applicationEngine } = await import("@/lib/sending/application-engine");
    const { LONG_TICK } = await import("@/lib/sending/settings");
    const { tick } = await import("@/lib/sending/tick");
    const engine = applicationEngine();
    console.log("The scheduler runs; Ctrl-C ends it.");
    while (!signal.aborted) {
      try {
        const report = await tick(engine, { time: LONG_TICK, signal });
        if (report.requests > 0) {
          console.log(
            `${new Date().toISOString()} ${report.requests} requests, ${report.accepted} mails accepted`,
          );
        }
        // Out of time, not out of work: no pause until the next full minute.
        if (report.end === "time") continue;
      } catch (error) {
        // The database may be restarting; the next minute tries again.
        engine.report("a tick ended early", error);
      }
      await sleep(MINUTE - (Date.now() % MINUTE), undefined, { signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
  });
});
