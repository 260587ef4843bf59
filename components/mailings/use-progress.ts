"use client";

import { useEffect, useRef, useState } from "react";
import { z } from "zod/mini";
import { pace, withSample, type Pace, type PaceSample } from "@/lib/mailings/pace";
import { pendingOf, settledOf } from "@/lib/attempts/counts";
import { useRouter } from "@/lib/i18n/navigation";
import type { Progress } from "@/lib/mailings/progress";

const SENDING_MS = 1_000;
/** While nothing is open: soon enough to see the next run begin by itself. */
const WAITING_MS = 4_000;

const count = z.int();
const answer = z.object({
  version: z.string(),
  attempt: z.nullable(
    z.object({
      id: z.string(),
      planning: z.boolean(),
      planned: count,
      accepted: count,
      rejected: count,
      skipped: count,
      cancelled: count,
      uncertain: count,
    }),
  ),
});

export interface LiveProgress {
  progress: Progress;
  pace: Pace | null;
  /** The last reading failed; it is tried again. */
  lost: boolean;
}

/** Reads a mailing's progress every second while it sends, and has the page rendered anew when the rest has changed. */
export function useProgress(mailingId: string, initial: Progress): LiveProgress {
  const router = useRouter();
  const [live, setLive] = useState<LiveProgress>({ progress: initial, pace: null, lost: false });
  const version = useRef(initial.version);
  const samples = useRef<{ attemptId: string | null; kept: PaceSample[] }>({ attemptId: null, kept: [] });

  useEffect(() => {
    const gone = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;

    async function look(): Promise<void> {
      try {
        const progress = await readProgress(mailingId, gone.signal);
        setLive({ progress, pace: paceOf(progress), lost: false });
        if (progress.version !== version.current) router.refresh();
        version.current = progress.version;
        timer = setTimeout(look, progress.attempt === null ? WAITING_MS : SENDING_MS);
      } catch (error) {
        if (gone.signal.aborted) return;
        console.warn("The progress could not be read.", error);
        setLive((before) => ({ ...before, pace: null, lost: true }));
        timer = setTimeout(look, WAITING_MS);
      }
    }

    function paceOf({ attempt }: Progress): Pace | null {
      if (attempt === null) return null;
      const kept = samples.current.attemptId === attempt.id ? samples.current.kept : [];
      samples.current = {
        attemptId: attempt.id,
        kept: withSample(kept, { at: performance.now(), settled: settledOf(attempt) }),
      };
      return pace(samples.current.kept, pendingOf(attempt));
    }

    timer = setTimeout(look, initial.attempt === null ? WAITING_MS : SENDING_MS);
    return () => {
      gone.abort();
      clearTimeout(timer);
    };
    // The reading starts once for a mailing; what the page was rendered with later comes by the reading itself.
  }, [mailingId, router, initial.attempt === null]);

  return live;
}

async function readProgress(mailingId: string, signal: AbortSignal): Promise<Progress> {
  const response = await fetch(`/api/mailings/${mailingId}/progress`, { signal, cache: "no-store" });
  if (!response.ok) throw new Error(`The progress route answered ${response.status}.`);
  return answer.parse(await response.json());
}
