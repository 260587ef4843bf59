import { parseArgs } from "node:util";
import type { ParseArgsConfig } from "node:util";
import { ConfigurationError } from "@/lib/env";

/** What a person typed or left out; shown as one line, and the command ends with 2, as after a ConfigurationError. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Something a person can mend; shown as one line without a stack, and the command ends with 1. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/** What the command stands on cannot be used as it is: one line, and the command ends with 2. */
export class SetupError extends Error {
  override readonly name = "SetupError";
}

/**
 * The arguments of this command, as node:util's parseArgs gives them.
 * @throws UsageError for an unknown option, a missing value or an argument too many.
 */
export function readArguments<const T extends Omit<ParseArgsConfig, "args">>(
  config: T,
  args: string[] = process.argv.slice(2),
): ReturnType<typeof parseArgs<T & { args: string[] }>> {
  try {
    return parseArgs({ ...config, args });
  } catch (error) {
    if (!(error instanceof TypeError) || !("code" in error)) throw error;
    // Node adds advice on `--` after the first sentence, which helps nobody here.
    throw new UsageError(error.message.split(". ")[0] ?? error.message);
  }
}

/**
 * Runs a command and turns what it throws into one line on stderr and an exit code: 2 for bad
 * arguments, a configuration and a database that cannot be used, which no second try will mend, 1 for everything
 * else. Only the unforeseen shows its stack.
 */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const asGiven = [UsageError, ConfigurationError, SetupError].some((kind) => error instanceof kind);
    process.exitCode = asGiven ? 2 : 1;
    const told = error instanceof Error && (asGiven || error instanceof CommandError);
    console.error(told ? error.message : error);
  }
}
