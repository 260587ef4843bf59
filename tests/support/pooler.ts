import { createServer, connect, type AddressInfo, type Socket } from "node:net";

/** A pooler that stands in for PgBouncer in what it takes away. */
export interface Pooler {
  readonly url: string;
  close(): Promise<void>;
}

/** Drops the startup parameter options, as with ignore_startup_parameters. */
export function dropOptions(databaseUrl: string, port = 0): Promise<Pooler> {
  return startPooler(databaseUrl, () => withoutOptions, port);
}

/** Answers a named statement of every connection but the first as PgBouncer 1.18 in transaction mode does. */
export function mixStatements(databaseUrl: string): Promise<Pooler> {
  let connections = 0;
  return startPooler(databaseUrl, (client) => {
    connections += 1;
    return connections === 1 ? (bytes) => bytes : (bytes) => withoutNamedStatements(bytes, client);
  });
}

async function startPooler(
  databaseUrl: string,
  rewriter: (client: Socket) => (bytes: Buffer) => Buffer,
  at = 0,
): Promise<Pooler> {
  const { hostname, port } = new URL(databaseUrl);
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const database = connect(Number(port), hostname);
    const rewrite = rewriter(client);
    for (const socket of [client, database]) {
      open.add(socket);
      socket.on("error", () => socket.destroy());
    }
    client.on("data", (bytes) => database.write(rewrite(bytes)));
    database.pipe(client);
    client.on("close", () => database.destroy());
  });
  await new Promise<void>((resolve) => server.listen(at, "127.0.0.1", resolve));
  const url = new URL(databaseUrl);
  // A server that listens at a port has an address of this kind.
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url.href,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Length and version, then names and values, each ended by a zero byte, and one more (PostgreSQL, 55.7). */
function withoutOptions(bytes: Buffer): Buffer {
  if (bytes.length < 8 || bytes.readUInt32BE(4) !== 196_608) return bytes;
  const words = bytes.subarray(8).toString().split("\0");
  const kept: string[] = [];
  for (let at = 0; at + 1 < words.length && words[at] !== ""; at += 2) {
    if (words[at] !== "options") kept.push(words[at] ?? "", words[at + 1] ?? "");
  }
  const parameters = Buffer.from(`${kept.join("\0")}\0\0`);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + parameters.length, 0);
  head.writeUInt32BE(196_608, 4);
  return Buffer.concat([head, parameters]);
}

/** node-postgres writes Parse to Sync at once. */
function withoutNamedStatements(bytes: Buffer, client: Socket): Buffer {
  if (bytes[0] !== "P".charCodeAt(0) || bytes[5] === 0) return bytes;
  const fields = Buffer.from("SERROR\0VERROR\0C42P05\0Mprepared statement exists already\0\0");
  const error = Buffer.concat([Buffer.from("E...."), fields]);
  error.writeUInt32BE(4 + fields.length, 1);
  client.write(Buffer.concat([error, Buffer.from([0x5a, 0, 0, 0, 5, 0x49])]));
  return Buffer.alloc(0);
}
