import { createServer } from "node:net";

/** Whether a server could listen on this port of `host` now. */
export async function isFree(port: number, host = "127.0.0.1"): Promise<boolean> {
  return (await listenOnce(port, host)) !== undefined;
}

/** The port kept from last time if it is still free, else one that the system picks. */
export async function freePort(kept: number | undefined): Promise<number> {
  if (kept !== undefined && (await isFree(kept))) return kept;
  const port = await listenOnce(0, "127.0.0.1");
  if (port === undefined) throw new Error("The system has no free port.");
  return port;
}

/** Listens for a moment; the port, or undefined when it is taken or forbidden. */
function listenOnce(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(undefined);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === "object" ? address.port : undefined));
    });
  });
}
