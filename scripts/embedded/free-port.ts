import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below those that Linux (from 32,768), macOS and Windows (from 49,152) give away. */
const OF_NOBODY = [20_000, 32_768] as const;
const TRIES = 20;

type Answer = "free" | "taken" | "not allowed" | "no such address";

/** Whether a server could listen on this port of `host` now. */
export async function canListen(port: number, host: string): Promise<Answer> {
  return (await listenOnce(port, host)).answer;
}

/**
 * The port of this machine kept from last time if it is still free, else another: one that no system gives to a
 * connection or a server that asks for any, so that it is still free a moment later.
 */
export async function freePort(kept: number | undefined): Promise<number> {
  if (kept !== undefined && (await canListen(kept, "127.0.0.1")) === "free") return kept;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = randomInt(...OF_NOBODY);
    if ((await canListen(port, "127.0.0.1")) === "free") return port;
  }
  const { port } = await listenOnce(0, "127.0.0.1");
  if (port === undefined) throw new Error("The system has no free port.");
  return port;
}

/** Listens for a moment. */
function listenOnce(port: number, host: string): Promise<{ answer: Answer; port?: number }> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve({ answer: "taken" });
      // Below 1024 for most people; on Windows also ranges that the system keeps for itself.
      else if (error.code === "EACCES") resolve({ answer: "not allowed" });
      else if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND")
        resolve({ answer: "no such address" });
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const got = address !== null && typeof address === "object" ? address.port : undefined;
      server.close(() => resolve({ answer: "free", ...(got !== undefined && { port: got }) }));
    });
  });
}
