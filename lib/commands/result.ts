/** What a successful command changed: whoever called it hands this to lib/cache/apply-change.ts. */
export interface Change {
  /** Of lib/cache/tags.ts: every cached read that is out of date now. */
  tags: readonly string[];
  /** Whether something may be due now, so that a tick should run at once. */
  wake: boolean;
}

/** What a command answers: a value and what changed, or why not, as a code that the pages translate under "refusals". */
export type CommandResult<T, Code extends string = string> =
  { ok: true; value: T; changed: Change } | { ok: false; code: Code };

export function done<T>(value: T, changed: Partial<Change> = {}): { ok: true; value: T; changed: Change } {
  return { ok: true, value, changed: { tags: changed.tags ?? [], wake: changed.wake ?? false } };
}

export function refused<Code extends string>(code: Code): { ok: false; code: Code } {
  return { ok: false, code };
}
