import type { CommandResult } from "@/lib/commands/result";

/** What a command gave; demo data asks for nothing that may be refused. */
export function granted<T>(result: CommandResult<T>): T {
  if (!result.ok) throw new Error(`A step of the demo data was refused: ${result.code}`);
  return result.value;
}
