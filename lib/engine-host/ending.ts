// Next bundles this file for routes and for the start of the server: one state for both.
const shared = globalThis as typeof globalThis & { posthornEnding?: AbortController };

/**
 * Aborted when the server is told to end. A tick that gets it claims nothing more and settles what is under way; Next ends
 * the process when the request or `after` that runs the tick is over.
 */
export function serverEnding(): AbortSignal {
  return controller().signal;
}

/** Has SIGTERM and SIGINT end the ticks of this process. Only beside a server that ends by itself at these signals. */
export function endTicksWithServer(): void {
  // Next calls its hook again after a change in development.
  if (shared.posthornEnding !== undefined) return;
  const ending = controller();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => ending.abort());
}

function controller(): AbortController {
  return (shared.posthornEnding ??= new AbortController());
}
