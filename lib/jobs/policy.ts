import type { JobFault } from "@/lib/jobs/words";

export const jobStatuses = ["queued", "running", "paused", "cancelled", "succeeded", "failed"] as const;
export type JobStatus = (typeof jobStatuses)[number];

/** It goes on by itself. */
export const movingStatuses = ["queued", "running"] as const satisfies JobStatus[];
/** It has not ended: it goes on, or somebody may let it. */
export const openStatuses = [...movingStatuses, "paused"] as const satisfies JobStatus[];
/** The fault of a job that may go on from where it is; any other would only be met again. */
export const PASSING_FAULT = "unexpected" satisfies JobFault;
export const endedStatuses = ["cancelled", "succeeded", "failed"] as const satisfies JobStatus[];

export function isMoving(status: JobStatus): boolean {
  return isOneOf(movingStatuses, status);
}

export function isOpen(status: JobStatus): boolean {
  return isOneOf(openStatuses, status);
}

/**
 * Kinds that nobody pauses or cancels, and that go on whatever becomes of their owner's account: half done, what they do
 * would be neither one thing nor the other, or they are a command's, which alone ends them.
 */
export const unstoppableKinds: readonly string[] = ["erasing", "import_command"];

/** Kinds that are tried again for as long as they fail. */
export const lastingKinds: readonly string[] = ["erasing"];

/** What somebody may do to their own job, and the pages offer. */
export interface JobControls {
  pause: boolean;
  resume: boolean;
  cancel: boolean;
  undo: boolean;
}

export interface JobStanding {
  status: JobStatus;
  /** Why it failed. */
  fault: JobFault | null;
  /** It takes another job's changes back: stopped half way, it could never be finished. */
  isUndo: boolean;
  /** Its changes are being taken back, or have been. */
  undone: boolean;
  /** Its kind can take back what it has changed so far, and that is something. */
  undoable: boolean;
  /** It waits for an answer, which its own page takes. */
  asks: boolean;
  /** Its kind is one of `unstoppableKinds`. */
  unstoppable: boolean;
}

export function jobControls(standing: JobStanding): JobControls {
  const { status, fault, isUndo, undone, undoable, asks, unstoppable } = standing;
  return {
    pause: isMoving(status) && !unstoppable,
    resume: isResumable(status, fault) && !undone && !asks,
    cancel: isOpen(status) && !isUndo && !unstoppable,
    undo: isOneOf(endedStatuses, status) && undoable && !undone && !isUndo,
  };
}

function isResumable(status: JobStatus, fault: JobFault | null): boolean {
  return status === "paused" || (status === "failed" && fault === PASSING_FAULT);
}

function isOneOf(some: readonly JobStatus[], status: JobStatus): boolean {
  return some.includes(status);
}
