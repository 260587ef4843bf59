export const jobStatuses = ["queued", "running", "paused", "cancelled", "succeeded", "failed"] as const;
export type JobStatus = (typeof jobStatuses)[number];

/** It goes on by itself. */
export const movingStatuses = ["queued", "running"] as const satisfies JobStatus[];
/** It has not ended: it goes on, or somebody may let it. */
export const openStatuses = [...movingStatuses, "paused"] as const satisfies JobStatus[];
/** It may go on from where it is. */
export const resumableStatuses = ["paused", "failed"] as const satisfies JobStatus[];
export const endedStatuses = ["cancelled", "succeeded", "failed"] as const satisfies JobStatus[];

export function isMoving(status: JobStatus): boolean {
  return isOneOf(movingStatuses, status);
}

export function isOpen(status: JobStatus): boolean {
  return isOneOf(openStatuses, status);
}

/** What somebody may do to their own job, and the pages offer. */
export interface JobControls {
  pause: boolean;
  resume: boolean;
  cancel: boolean;
  undo: boolean;
}

export interface JobStanding {
  status: JobStatus;
  /** It takes another job's changes back: stopped half way, it could never be finished. */
  isUndo: boolean;
  /** Its changes are being taken back, or have been. */
  undone: boolean;
  /** Its kind can take back what it has changed so far, and that is something. */
  undoable: boolean;
}

export function jobControls({ status, isUndo, undone, undoable }: JobStanding): JobControls {
  return {
    pause: isMoving(status),
    resume: isOneOf(resumableStatuses, status) && !undone,
    cancel: isOpen(status) && !isUndo,
    undo: isOneOf(endedStatuses, status) && undoable && !undone && !isUndo,
  };
}

function isOneOf(some: readonly JobStatus[], status: JobStatus): boolean {
  return some.includes(status);
}
