import { ConfigurationError, env } from "@/lib/env";

/**
 * Ends a server whose configuration cannot be used, with its one sentence and exit code 2: thrown out of
 * Next's hook it would come with a stack, and on some hosts the server would go on answering errors.
 */
export function refuseToServeMisconfigured(): void {
  try {
    env();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}
