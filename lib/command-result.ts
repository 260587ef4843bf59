/** What a command answers: a value, or why not, as a code that the pages translate under "refusals". */
export type CommandResult<T, Code extends string = string> =
  { ok: true; value: T } | { ok: false; code: Code };

export function done<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

export function refused<Code extends string>(code: Code): { ok: false; code: Code } {
  return { ok: false, code };
}
