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
  const [rendered, setRendered] = useState(initial);
  const [live, setLive] = useState<LiveProgress>({ progress: initial, pace: null, lost: false });
  const version = useRef(initial.version);
  const samples = useRef<Samples>({ attemptId: null, kept: [] });
  // The page was rendered anew, after a start for example: its figures are the newest there are.
  if (rendered !== initial) {
    setRendered(initial);
    setLive({ ...live, progress: initial });
  }
  const sending = live.progress.attempt !== null;

  useEffect(() => {
    version.current = initial.version;
  }, [initial.version]);

  useEffect(() => {
    const gone = new AbortController();
    let timer = setTimeout(() => void look(), sending ? SENDING_MS : WAITING_MS);

    let looking = false;

    async function look(): Promise<void> {
      // Nobody looks at a hidden page; it goes on when it is shown.
      if (document.hidden || looking) return;
      looking = true;
      try {
        const progress = await readProgress(mailingId, gone.signal);
        if (progress === null) {
          // The server knows where to lead: to sign-in, or to "there is no such page".
          gone.abort();
          router.refresh();
          return;
        }
        samples.current = sampled(samples.current, progress);
        setLive({ progress, pace: paceOf(samples.current, progress), lost: false });
        if (progress.version !== version.current) router.refresh();
        version.current = progress.version;
        timer = setTimeout(() => void look(), sending ? SENDING_MS : WAITING_MS);
      } catch (error) {
        if (gone.signal.aborted) return;
        console.warn("The progress could not be read.", error);
        setLive((before) => ({ ...before, pace: null, lost: true }));
        timer = setTimeout(() => void look(), WAITING_MS);
      } finally {
        looking = false;
      }
    }

    function lookWhenShown(): void {
      if (document.hidden || looking) return;
      clearTimeout(timer);
      timer = setTimeout(() => void look(), 0);
    }

    document.addEventListener("visibilitychange", lookWhenShown, { signal: gone.signal });
    return () => {
      gone.abort();
      clearTimeout(timer);
    };
  }, [mailingId, router, sending]);

  return live;
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

/** Null when it is not for this person any more: signed out, blocked, or the mailing is gone. */
async function readProgress(mailingId: string, signal: AbortSignal): Promise<Progress | null> {
  const response = await fetch(`/api/mailings/${mailingId}/progress`, { signal, cache: "no-store" });
  if (response.status === 401 || response.status === 404) return null;
  if (!response.ok) throw new Error(`The progress route answered ${response.status}.`);
  return answer.parse(await response.json());
}
