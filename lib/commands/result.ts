/** What a successful command changed: whoever called it hands this to lib/cache/apply-change.ts. */
export interface Change {
  /** Of lib/cache/tags.ts: every cached read that is out of date now. */
  tags: readonly string[];
  /** Whether something may be due now, so that a tick should run at once. */
  wake: boolean;
  /** Whether a job may have begun to wait, so that a runner should look at once. */
  job?: boolean;
}

/** What goes with a refusal. */
export interface RefusalDetail {
  /** Numbers and names for the gaps of its sentence. */
  values?: Readonly<Record<string, string | number>>;
  /** Codes of the catalogue's "faults" by field, where the refusal belongs beside one. */
  faults?: Readonly<Record<string, string>>;
}

/** What a command answers: a value and what changed, or why not, as a code that the pages translate under "refusals". */
export type CommandResult<T, Code extends string = string> =
  { ok: true; value: T; changed: Change } | ({ ok: false; code: Code } & RefusalDetail);

export function done<T>(value: T, changed: Partial<Change> = {}): { ok: true; value: T; changed: Change } {
  return {
    ok: true,
    value,
    changed: {
      tags: changed.tags ?? [],
      wake: changed.wake ?? false,
      ...(changed.job === true && { job: true }),
    },
  };
}

export function refused<Code extends string>(
  code: Code,
  detail: RefusalDetail = {},
): { ok: false; code: Code } & RefusalDetail {
  return { ok: false, code, ...detail };
}
