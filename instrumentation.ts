/** Once per server process: the built-in scheduler, where SCHEDULER is on. Never on Vercel, where env() refuses it. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startScheduler } = await import("@/lib/sending/scheduler");
  startScheduler();
}
