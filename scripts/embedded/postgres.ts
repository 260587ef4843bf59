import { rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { CommandError } from "@/scripts/command-line";
import { programOf } from "@/scripts/embedded/alive";
import { ensureCluster, refuseFullDisk } from "@/scripts/embedded/cluster";
import { noRoomIn } from "@/scripts/embedded/data-folder";
import { readIfThere } from "@/scripts/embedded/files";
import { canListen, freePort } from "@/scripts/embedded/free-port";
import { postgresPrograms } from "@/scripts/embedded/postgres-binaries";
import { findPostgresPackage } from "@/scripts/embedded/postgres-package";
import { NAME, runProgram } from "@/scripts/embedded/server-program";
import type { ProgramEnd, Server } from "@/scripts/embedded/server-program";
import { serverFolder } from "@/scripts/embedded/server-user";
import type { ServerUser } from "@/scripts/embedded/server-user";

/** Recovery after a power cut replays up to max_wal_size (1 GB), a minute or two on a slow disk. */
const READY_WITHIN_S = 300;
const STOPPED_WITHIN_S = 60;
/** What a killed server leaves ends with its statement; one that runs for longer is not worth waiting for. */
const ORPHANS_GONE_WITHIN_S = 60;
const PORTS_TO_TRY = 5;
const LOOK_AGAIN_MS = 100;

// On the command line, so that they hold for folders made by an earlier release too.
const SETTINGS = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "password_encryption=scram-sha-256",
  // Several replicas, the commands beside them and the tests.
  "max_connections=200",
  "shared_buffers=128MB",
  "fsync=on",
  "synchronous_commit=on",
  "timezone=UTC",
  "log_timezone=UTC",
];

export interface RunningPostgres {
  /** Address of the database posthorn. */
  readonly url: string;
  /** Whether this call started the server rather than found it running. */
  readonly started: boolean;
  /** Ends the server, whoever started it; open transactions are rolled back. */
  stop(): Promise<void>;
}

/**
 * Starts the server whose files lie in `folder`, or attaches to it where it runs already; the first
 * call creates it. Call it under the folder's lock.
 * @param settings beside its usual ones, and above them
 * @throws CommandError with the end of the server's log when it does not come up.
 */
export async function runPostgres(
  folder: string,
  password: string,
  user: ServerUser | undefined,
  settings: readonly string[] = [],
): Promise<RunningPostgres> {
  const found = await findPostgresPackage();
  const programs = await postgresPrograms(found, user);
  const home = await serverFolder(folder, user);
  const server: Server = {
    folder: home,
    data: path.join(home, "data"),
    log: path.join(home, "log"),
    programs,
    major: found.major,
    user,
    password,
    settings: [...SETTINGS, ...settings],
  };
  const running = await attach(server);
  const port = running ?? (await start(server));
  try {
    await ensureDatabase(server, port);
  } catch (error) {
    if (running === undefined) await stop(server);
    throw error;
  }
  return { url: urlOf(port, password, NAME), started: running === undefined, stop: () => stop(server) };
}

/** The port of the running server, or undefined when there is none. */
async function attach(server: Server): Promise<number | undefined> {
  const deadline = Date.now() + READY_WITHIN_S * 1000;
  while (Date.now() < deadline) {
    const pidFile = await readPidFile(server);
    if (!pidFile) return undefined;
    const program = await programOf(pidFile.pid);
    if (program !== undefined && !program.includes("postgres")) {
      // The number went to another program, as happens in restarted containers, and the server
      // would take that one for itself.
      await rm(path.join(server.data, "postmaster.pid"), { force: true });
      return undefined;
    }
    if (pidFile.port !== undefined && (await answersAsOurs(server, pidFile.port))) return pidFile.port;
    if (program === undefined && process.platform !== "win32") return undefined;
    // It is starting, recovering or on its way out.
    await sleep(LOOK_AGAIN_MS);
  }
  throw new CommandError(
    `The database server in ${server.folder} does not answer; its log is ${server.log}.`,
  );
}

async function readPidFile(server: Server): Promise<{ pid: number; port: number | undefined } | undefined> {
  const lines = (await readIfThere(path.join(server.data, "postmaster.pid")))?.split("\n");
  const pid = Number(lines?.[0]);
  if (!lines || !Number.isInteger(pid) || pid <= 0) return undefined;
  const port = Number(lines[3]);
  return { pid, port: Number.isInteger(port) && port > 0 ? port : undefined };
}

async function answersAsOurs(server: Server, port: number): Promise<boolean> {
  try {
    return await withClient(urlOf(port, server.password, "postgres"), async (client) => {
      const { rows } = await client.query<{ place: string }>(
        "SELECT current_setting('data_directory') AS place",
      );
      return rows[0] !== undefined && path.resolve(rows[0].place) === path.resolve(server.data);
    });
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "28P01" || error.code === "28000")) {
      throw new CommandError(
        `The embedded database in ${server.folder} was made with another password; bring its secrets.json back.`,
      );
    }
    return false;
  }
}

async function start(server: Server): Promise<number> {
  await ensureCluster(server);
  const lastPort = path.join(server.folder, "port");
  const kept = Number(await readIfThere(lastPort));
  let wanted = Number.isInteger(kept) && kept > 0 ? kept : undefined;
  const deadline = Date.now() + ORPHANS_GONE_WITHIN_S * 1000;
  for (let portsLost = 0; ;) {
    const port = await freePort(wanted);
    if (await startAt(server, port)) {
      if (port !== kept) await writeFile(lastPort, `${port}\n`);
      return port;
    }
    const said = await endOfLog(server);
    if ((await canListen(port, "127.0.0.1")) === "taken" && portsLost < PORTS_TO_TRY) {
      // Somebody took it between the look and the start.
      portsLost += 1;
      wanted = undefined;
    } else if (/pre-existing shared memory block|is still in use/.test(said) && Date.now() < deadline) {
      // The server was killed, and what it left is still at its last statement.
      await sleep(LOOK_AGAIN_MS);
    } else {
      throw await failure(server, "did not start", said);
    }
  }
}

async function startAt(server: Server, port: number): Promise<boolean> {
  await keepPreviousLog(server);
  const options = ["-p", String(port), ...server.settings.flatMap((setting) => ["-c", setting])].join(" ");
  const { code } = await pgCtl(server, [
    "start",
    "--wait",
    `--timeout=${READY_WITHIN_S}`,
    `--log=${server.log}`,
    `--options=${options}`,
  ]);
  return code === 0;
}

async function stop(server: Server): Promise<void> {
  if (!(await readPidFile(server))) return;
  const { code } = await pgCtl(server, ["stop", "--wait", "--mode=fast", `--timeout=${STOPPED_WITHIN_S}`]);
  if (code !== 0 && (await readPidFile(server)))
    throw await failure(server, "did not stop", await endOfLog(server));
}

function pgCtl(server: Server, args: string[]): Promise<ProgramEnd> {
  return runProgram(server, "pg_ctl", [...args, `--pgdata=${server.data}`]);
}

async function ensureDatabase(server: Server, port: number): Promise<void> {
  await withClient(urlOf(port, server.password, "postgres"), async (client) => {
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [NAME]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${NAME}`);
  });
}

async function withClient<T>(url: string, task: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 30_000 });
  // A server that goes away while nothing is asked must not end this process.
  client.on("error", (error) => console.warn(`The database server closed a connection: ${error.message}`));
  try {
    await client.connect();
    return await task(client);
  } finally {
    await client.end();
  }
}

function urlOf(port: number, password: string, database: string): string {
  return `postgresql://${NAME}:${password}@127.0.0.1:${port}/${database}`;
}

async function keepPreviousLog(server: Server): Promise<void> {
  if ((await readIfThere(server.log)) !== undefined) await rename(server.log, `${server.log}.previous`);
}

async function endOfLog(server: Server): Promise<string> {
  const lines = (await readIfThere(server.log))?.trimEnd().split("\n") ?? [];
  return lines.slice(-5).join(" / ");
}

async function failure(server: Server, what: string, said: string): Promise<CommandError> {
  // On a full disk the server cannot even say so.
  await refuseFullDisk(server);
  return (
    noRoomIn(said, server.folder) ??
    new CommandError(`The embedded database ${what}: ${said} (log: ${server.log})`)
  );
}
