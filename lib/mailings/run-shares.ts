export type RunShare = "bounced" | "opened" | "clicked";

/** A closed attempt and what became of it later, each recipient counted once. */
export interface ComparedRun extends Record<RunShare, number> {
  id: string;
  createdAt: Date;
  closedAt: Date;
  planned: number;
  accepted: number;
}

/** Its part of what was accepted, in percent to one place; null where nothing was. */
export function percentOf(run: ComparedRun, share: RunShare): number | null {
  return run.accepted === 0 ? null : tenthsOf(run, share) / 10;
}

/** The difference in points between the percentages as they are shown; null where one of the two is none. */
export function pointsSince(run: ComparedRun, before: ComparedRun, share: RunShare): number | null {
  if (run.accepted === 0 || before.accepted === 0) return null;
  return (tenthsOf(run, share) - tenthsOf(before, share)) / 10;
}

function tenthsOf(run: ComparedRun, share: RunShare): number {
  return Math.round((run[share] * 1_000) / run.accepted);
}
