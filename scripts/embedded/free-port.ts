import { createServer } from "node:net";

type Answer = "free" | "taken" | "not allowed" | "no such address";

/** Whether a server could listen on this port of `host` now. */
export async function canListen(port: number, host: string): Promise<Answer> {
  return (await listenOnce(port, host)).answer;
}

/** The port of this machine kept from last time if it is still free, else one that the system picks. */
export async function freePort(kept: number | undefined): Promise<number> {
  if (kept !== undefined && (await canListen(kept, "127.0.0.1")) === "free") return kept;
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
