import { readArguments, runCommand } from "@/scripts/command-line";
import { withServices } from "@/scripts/embedded/with-services";

/** npm run scheduler: ticks when something is due and at every full minute, until stopped; harmless beside the built-in one and others. */
await runCommand(async () => {
  readArguments({});
  await withServices(async ({ signal }) => {
    const { setTimeout: sleep } = await import("node:timers/promises");
    const { applicationEngine } = await import("@/lib/engine-host/application-engine");
    const { runDue } = await import("@/lib/engine-host/run-due");
    const { failuresAfter, pauseAfterFailures, schedulerPause } = await import("@/lib/sending/settings");
    const engine = applicationEngine();
    console.log("The scheduler runs; Ctrl-C ends it.");
    let failures = 0;
    while (!signal.aborted) {
      let pause: number;
      const before = engine.accepted;
      try {
        const report = await runDue(signal);
        if (report.requests > 0) {
          console.log(
            `${new Date().toISOString()} ${report.requests} requests, ${report.accepted} mails accepted`,
          );
        }
        failures = 0;
        pause = schedulerPause(report, Date.now());
      } catch (error) {
        // The database may be restarting: soon tried again.
        engine.report("a tick ended early", error);
        failures = failuresAfter(failures, engine.accepted > before);
        pause = pauseAfterFailures(failures, Date.now(), Math.random());
      }
      await sleep(pause, undefined, { signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
  });
});
