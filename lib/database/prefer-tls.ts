import { connect } from "node:net";
import pg from "pg";

/** SSLRequest (https://www.postgresql.org/docs/current/protocol-message-formats.html): its length, and a version that no server has. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** How to reach a database: as node-postgres takes it. */
export type Reach = Pick<pg.ClientConfig, "connectionString" | "ssl">;

/** Whether an address leaves it to the server whether the connection is encrypted. */
export function prefersTls(url: string): boolean {
  return new URL(url).searchParams.getAll("sslmode").at(-1) === "prefer";
}

/**
 * An address as libpq understands it: node-postgres takes `sslmode=prefer` for `verify-full`, and libpq for TLS without a
 * look at the certificate where the server offers it, else none. Any other address as it stands.
 * @throws Error where the server does not answer in time
 */
export async function reach(url: string, withinMs: number): Promise<Reach> {
  if (!prefersTls(url)) return { connectionString: url };
  const bare = new URL(url);
  bare.searchParams.delete("sslmode");
  const connectionString = bare.href;
  const ssl = (await offersTls(connectionString, withinMs)) && { rejectUnauthorized: false };
  return { connectionString, ssl };
}

async function offersTls(connectionString: string, withinMs: number): Promise<boolean> {
  // Never connected: it reads the address as the one that will be.
  const { host, port } = new pg.Client({ connectionString });
  if (host.startsWith("/")) return false;
  const socket = connect(port, host);
  try {
    return await new Promise<boolean>((resolve, reject) => {
      socket.setTimeout(withinMs, () => reject(new Error("timeout exceeded")));
      socket.once("error", reject);
      socket.once("close", () => reject(new Error("closed without an answer")));
      socket.once("data", (answer) => resolve(answer.toString("latin1", 0, 1) === "S"));
      socket.once("connect", () => socket.write(SSL_REQUEST));
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`Connection terminated before the server said whether it offers TLS: ${why}`, {
      cause: error,
    });
  } finally {
    socket.destroy();
  }
}
