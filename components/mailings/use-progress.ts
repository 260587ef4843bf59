"use client";

import { z } from "zod/mini";
import { usePolled } from "@/components/ui/use-polled";
import type { Progress } from "@/lib/mailings/progress";

const count = z.int();

/** An open attempt, as the routes that tell of progress answer with it. */
export const openAttempt = z.object({
  id: z.string(),
  planning: z.boolean(),
  planned: count,
  accepted: count,
  rejected: count,
  skipped: count,
  cancelled: count,
  uncertain: count,
});

const answer = z.object({
  version: z.string(),
  attempt: z.nullable(
    z.extend(openAttempt, { pace: z.nullable(z.object({ perMinute: z.number(), secondsLeft: z.number() })) }),
  ),
  awaits: z.nullable(z.enum(["run", "end"])),
});
const parse = (body: unknown): Progress => answer.parse(body);
const isMoving = ({ attempt, awaits }: Progress): boolean => attempt !== null || awaits !== null;

/** Reads a mailing's progress every second while it sends or is about to, and has the page rendered anew when the rest has changed. */
export function useProgress(
  mailingId: string,
  initial: Progress,
): {
  progress: Progress;
  /** The last reading failed; it is tried again. */
  lost: boolean;
} {
  const { value: progress, lost } = usePolled({
    address: `/api/mailings/${mailingId}/progress`,
    initial,
    parse,
    isBusy: isMoving,
  });
  return { progress, lost };
}
