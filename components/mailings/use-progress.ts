"use client";

import { useRef, useState } from "react";
import { z } from "zod/mini";
import { usePolled } from "@/components/ui/use-polled";
import { pace, withSample, type Pace, type PaceSample } from "@/lib/mailings/pace";
import { pendingOf, settledOf } from "@/lib/attempts/counts";
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
  attempt: z.nullable(openAttempt),
  awaits: z.nullable(z.enum(["run", "end"])),
});
const parse = (body: unknown): Progress => answer.parse(body);
const isMoving = ({ attempt, awaits }: Progress): boolean => attempt !== null || awaits !== null;

export interface LiveProgress {
  progress: Progress;
  pace: Pace | null;
  /** The last reading failed; it is tried again. */
  lost: boolean;
}

/** Reads a mailing's progress every second while it sends or is about to, and has the page rendered anew when the rest has changed. */
export function useProgress(mailingId: string, initial: Progress): LiveProgress {
  const samples = useRef<Samples>({ attemptId: null, kept: [] });
  const [measured, setMeasured] = useState<Pace | null>(null);
  const { value: progress, lost } = usePolled({
    address: `/api/mailings/${mailingId}/progress`,
    initial,
    parse,
    isBusy: isMoving,
    onRead: (read) => {
      samples.current = sampled(samples.current, read);
      setMeasured(paceOf(samples.current, read));
    },
  });
  return { progress, pace: lost ? null : measured, lost };
}

interface Samples {
  attemptId: string | null;
  kept: PaceSample[];
}

function sampled(samples: Samples, { attempt }: Progress): Samples {
  if (attempt === null) return { attemptId: null, kept: [] };
  const kept = samples.attemptId === attempt.id ? samples.kept : [];
  const sample = { at: performance.now(), settled: settledOf(attempt) };
  return { attemptId: attempt.id, kept: withSample(kept, sample) };
}

function paceOf({ kept }: Samples, { attempt }: Progress): Pace | null {
  return attempt === null ? null : pace(kept, pendingOf(attempt));
}
