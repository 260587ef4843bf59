import type { z } from "zod";
import type { Prisma } from "@prisma/client";
import type { JobFault, JobWork } from "@/lib/jobs/words";

/** How far a job is, as its last step left it. */
export interface Standing<State> {
  state: State;
  /** Of `total`: rows, recipients, bytes, whatever the kind counts. */
  done: number;
  /** What became of them, by the kind's own names. */
  counts: Readonly<Record<string, number>>;
  total: number | null;
}

/** How far it is after a step. */
export interface Progress<State> extends Omit<Standing<State>, "total"> {
  /** Where it is known only now. */
  total?: number;
  /** There is nothing left to do. */
  finished: boolean;
  /** It goes on once somebody has answered: `answerJob`. Cancelled where nobody does for a day. */
  asks?: boolean;
  /** Nothing can be done before; the run returns. */
  waitsUntil?: Date;
}

/** No further step follows in this turn. */
export function stops({ finished, asks, waitsUntil }: Progress<unknown>): boolean {
  return finished || asks === true || waitsUntil !== undefined;
}

export interface RunningJob<Input> {
  id: string;
  ownerId: string;
  input: Input;
  /** Of an undo: the job whose changes are taken back, whose input this one has. */
  undoesId: string | null;
}

export interface Steps<State> {
  /**
   * Does one step and stores how far the job is, both or neither. The job's row is locked, and proven to be still this
   * run's: paused, cancelled or taken over by another runner it throws, which ends the run; let it pass. At most some 5,000
   * rows, a second or so: whoever pauses waits for it.
   */
  commit: (
    step: (tx: Prisma.TransactionClient, at: Standing<State>) => Promise<Progress<State>>,
  ) => Promise<Progress<State>>;
  /** Aborted when this run's time is over or the process ends: begin no further step, return. */
  signal: AbortSignal;
}

type Run<Input, State> = (job: RunningJob<Input>, steps: Steps<State>) => Promise<void>;

export interface KindParts<Input, State, UndoState = never> {
  /** As it stands in the table: never changed. */
  name: string;
  input: z.ZodType<Input>;
  /** Must read `{}`, the state of a job that has not begun. */
  state: z.ZodType<State>;
  /**
   * Steps until the job is finished or the signal is aborted; begun again from the stored state after any end, kill -9
   * included. A JobFailed ends the job; anything else that is thrown is tried again, five times in a row.
   */
  run: Run<Input, State>;
  /** Left out where nothing can be taken back. */
  undo?: {
    possible: (input: Input, counts: Readonly<Record<string, number>>) => boolean;
    /** How many things it takes back. */
    total: (counts: Readonly<Record<string, number>>) => number;
    state: z.ZodType<UndoState>;
    run: Run<Input, UndoState>;
  };
  /** Cached reads that it makes old: while it runs, and when it ends. */
  tags: (ownerId: string, input: Input) => { moving: string[]; ended: string[] };
  /** What pages say of it. */
  work: (input: Input) => JobWork;
}

/** A fault that trying again does not mend: the job fails, and its page says why. */
export class JobFailed extends Error {
  override readonly name = "JobFailed";
  constructor(readonly fault: JobFault) {
    super(fault);
  }
}

/** A kind whose types only its own file knows. */
export interface JobKind {
  name: string;
  run: (job: RunningJob<unknown>, steps: Steps<unknown>) => Promise<void>;
  canUndo: (input: unknown, counts: Readonly<Record<string, number>>) => boolean;
  undoTotal: (counts: Readonly<Record<string, number>>) => number;
  tags: (ownerId: string, input: unknown) => { moving: string[]; ended: string[] };
  work: (input: unknown) => JobWork;
}

/** A kind of job: one file exports it, one line of lib/jobs/kinds.ts names it. */
export function jobKind<Input, State, UndoState = never>(parts: KindParts<Input, State, UndoState>): JobKind {
  const { name, input: inputSchema, undo } = parts;
  return {
    name,
    run({ input, ...job }, steps) {
      const parsed = { ...job, input: inputSchema.parse(input) };
      if (job.undoesId === null) return parts.run(parsed, typedSteps(steps, parts.state));
      if (undo === undefined) throw new Error(`A job of the kind ${name} cannot be undone.`);
      return undo.run(parsed, typedSteps(steps, undo.state));
    },
    canUndo: (input, counts) => undo?.possible(inputSchema.parse(input), counts) ?? false,
    undoTotal: (counts) => undo?.total(counts) ?? 0,
    tags: (ownerId, input) => parts.tags(ownerId, inputSchema.parse(input)),
    work: (input) => parts.work(inputSchema.parse(input)),
  };
}

function typedSteps<State>({ commit, signal }: Steps<unknown>, state: z.ZodType<State>): Steps<State> {
  return {
    signal,
    commit: async (step) => {
      let progress: Progress<State> | undefined;
      await commit(async (tx, at) => (progress = await step(tx, { ...at, state: state.parse(at.state) })));
      if (progress === undefined) throw new Error("a step was committed that never ran");
      return progress;
    },
  };
}
