"use client";

import { createContext, use, useRef, useState, type ReactNode } from "react";
import { z } from "zod/mini";
import { usePolled } from "@/components/ui/use-polled";
import type { JobsProgress } from "@/lib/jobs/queries";
import { pace, withSample, type Pace, type PaceSample } from "@/lib/mailings/pace";

type Moving = JobsProgress["jobs"][number];

interface Watched {
  jobs: readonly Moving[];
  paces: ReadonlyMap<string, Pace | null>;
  lost: boolean;
}

const WatchedContext = createContext<Watched>({ jobs: [], paces: new Map(), lost: false });

const answer = z.object({
  version: z.string(),
  jobs: z.array(z.object({ id: z.string(), moving: z.boolean(), done: z.int(), total: z.nullable(z.int()) })),
});
const parse = (body: unknown): JobsProgress => answer.parse(body);
const isBusy = ({ jobs }: JobsProgress): boolean => jobs.some(({ moving }) => moving);

/** Jobs as they move; the page is rendered anew when one begins, ends or is paused. */
export function WatchedJobs({ initial, children }: { initial: JobsProgress; children: ReactNode }) {
  const samples = useRef(new Map<string, PaceSample[]>());
  const [paces, setPaces] = useState<Watched["paces"]>(new Map());
  const { value, lost } = usePolled({
    address: "/api/jobs",
    initial,
    parse,
    isBusy,
    onRead: ({ jobs }) => {
      samples.current = new Map(jobs.map((job) => [job.id, sampled(samples.current.get(job.id), job)]));
      setPaces(new Map(jobs.map((job) => [job.id, paceOf(samples.current.get(job.id), job)])));
    },
  });
  return <WatchedContext value={{ jobs: value.jobs, paces, lost }}>{children}</WatchedContext>;
}

/** A job as it is at this moment; as the page was rendered where nobody watches. */
export function useWatched(rendered: Omit<Moving, "moving">) {
  const { jobs, paces, lost } = use(WatchedContext);
  const job = jobs.find(({ id }) => id === rendered.id) ?? rendered;
  return { ...job, pace: lost ? null : (paces.get(rendered.id) ?? null), lost };
}

function sampled(samples: PaceSample[] = [], { moving, done }: Moving): PaceSample[] {
  return moving ? withSample(samples, { at: performance.now(), settled: done }) : [];
}

function paceOf(samples: PaceSample[] = [], { done, total }: Moving): Pace | null {
  return total === null ? null : pace(samples, Math.max(0, total - done));
}
