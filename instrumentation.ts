/**
 * Once per server process: refuses to serve with a configuration that cannot be used, and starts the built-in
 * scheduler where SCHEDULER is on. Never on Vercel, where env() refuses it.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { refuseToServeMisconfigured } = await import("@/lib/env/refuse-to-serve");
    refuseToServeMisconfigured();
    // First: whoever joins may be chosen for the engine, and is then asked at once.
    const { runRoundsForSiblings } = await import("@/lib/sending/engine-round");
    runRoundsForSiblings();
    const { joinSiblings } = await import("@/lib/siblings");
    await joinSiblings();
    const { env } = await import("@/lib/env");
    const { answerKeptPages } = await import("@/lib/kept-answers/kept-answers");
    if (env().CACHE_ENABLED) answerKeptPages();
    const { wakeForSiblings } = await import("@/lib/sending/wake");
    wakeForSiblings();
    const { startScheduler } = await import("@/lib/sending/scheduler");
    startScheduler();
  }
}
