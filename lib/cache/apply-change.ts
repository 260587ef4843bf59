import type { Change } from "@/lib/commands/result";
import { refreshTags } from "@/lib/cache/refresh-tags";

/**
 * Makes what a command changed visible and due, the only place that does either.
 *
 * @param caller "action": a server action; the page that it answers with shows the change. "route": a route handler; the
 *   next request shows it. "outside": a tick or the command line; through the application where it answers, within a
 *   minute otherwise. Nobody is woken there: they tick by themselves.
 */
export async function applyChange(change: Change, caller: "action" | "route" | "outside"): Promise<void> {
  if (caller === "outside") return refreshTags([...change.tags]);
  // Loaded here, so that the command line carries neither Next nor the engine's host.
  if (caller === "route") {
    const { revalidateTags } = await import("@/lib/cache/revalidate-tags");
    await revalidateTags(change.tags);
  } else {
    const { updateTag } = await import("next/cache");
    for (const tag of change.tags) updateTag(tag);
  }
  if (!change.wake && change.job !== true) return;
  const [{ after }, { wakeEngine }, { wakeJobs }] = await Promise.all([
    import("next/server"),
    import("@/lib/engine-host/wake"),
    import("@/lib/engine-host/wake-jobs"),
  ]);
  if (change.wake) after(() => wakeEngine());
  if (change.job === true) after(() => wakeJobs());
}
