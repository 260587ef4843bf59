import { spawn } from "node:child_process";
import type { StdioOptions } from "node:child_process";
import { chown, open, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { CommandError } from "@/scripts/command-line";
import { programOf } from "@/scripts/embedded/alive";
import { readIfThere } from "@/scripts/embedded/files";
import { freePort } from "@/scripts/embedded/free-port";
import { postgresPrograms } from "@/scripts/embedded/postgres-binaries";
import { serverFolder } from "@/scripts/embedded/server-user";
import type { ServerUser } from "@/scripts/embedded/server-user";

const NAME = "posthorn";
/** Recovery after a power cut replays up to max_wal_size (1 GB), a minute or two on a slow disk. */
const READY_WITHIN_S = 300;
const STOPPED_WITHIN_S = 60;
const LOOK_AGAIN_MS = 100;

// On the command line, so that they hold for folders made by an earlier release too.
const SETTINGS = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "password_encryption=scram-sha-256",
  "max_connections=100",
  "shared_buffers=128MB",
  "fsync=on",
  "synchronous_commit=on",
  "timezone=UTC",
  "log_timezone=UTC",
];

// The built-in locale sorts and folds Unicode alike on every machine, those without locales included.
const CLUSTER = [
  "--encoding=UTF8",
  "--no-locale",
  "--locale-provider=builtin",
  "--builtin-locale=C.UTF-8",
  "--auth=scram-sha-256",
  `--username=${NAME}`,
];

interface Server {
  readonly folder: string;
  readonly data: string;
  readonly log: string;
  readonly programs: string;
  readonly user: ServerUser | undefined;
  readonly password: string;
}

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
 * @throws CommandError with the end of the server's log when it does not come up.
 */
export async function runPostgres(
  folder: string,
  password: string,
  user: ServerUser | undefined,
): Promise<RunningPostgres> {
  const home = await serverFolder(folder, user);
  const programs = await postgresPrograms(user);
  const server: Server = {
    folder: home,
    data: path.join(home, "data"),
    log: path.join(home, "log"),
    programs,
    user,
    password,
  };
  const found = await attach(server);
  const port = found ?? (await start(server));
  await ensureDatabase(server, port);
  return { url: urlOf(port, password, NAME), started: found === undefined, stop: () => stop(server) };
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
  const lastPort = path.join(path.dirname(server.data), "port");
  if ((await readIfThere(path.join(server.data, "PG_VERSION"))) === undefined) await createCluster(server);
  const kept = Number(await readIfThere(lastPort));
  const port = await freePort(Number.isInteger(kept) && kept > 0 ? kept : undefined);
  await writeFile(lastPort, `${port}\n`);
  await keepPreviousLog(server);

  const options = ["-p", String(port), ...SETTINGS.flatMap((setting) => ["-c", setting])].join(" ");
  const code = await pgCtl(server, [
    "start",
    "--wait",
    `--timeout=${READY_WITHIN_S}`,
    `--log=${server.log}`,
    `--options=${options}`,
  ]);
  if (code !== 0) throw await failure(server, "did not start");
  return port;
}

/** Made beside its place and moved there whole: an interrupted initdb leaves nothing half done. */
async function createCluster(server: Server): Promise<void> {
  const draft = `${server.data}.new`;
  const passwordFile = path.join(server.folder, "password");
  await rm(draft, { recursive: true, force: true });
  await rm(passwordFile, { force: true });
  try {
    await writeFile(passwordFile, `${server.password}\n`, { mode: 0o600, flag: "wx" });
    if (server.user) await chown(passwordFile, server.user.uid, server.user.gid);
    const code = await runProgram(server, "initdb", [
      `--pgdata=${draft}`,
      `--pwfile=${passwordFile}`,
      ...CLUSTER,
    ]);
    if (code !== 0) throw await failure(server, "could not be created");
    await rename(draft, server.data);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function stop(server: Server): Promise<void> {
  if (!(await readPidFile(server))) return;
  const code = await pgCtl(server, ["stop", "--wait", "--mode=fast", `--timeout=${STOPPED_WITHIN_S}`]);
  if (code !== 0 && (await readPidFile(server))) throw await failure(server, "did not stop");
}

function pgCtl(server: Server, args: string[]): Promise<number> {
  return runProgram(server, "pg_ctl", [...args, `--pgdata=${server.data}`]);
}

/** Runs one of PostgreSQL's programs to its end with its output in the log; its exit code. */
async function runProgram(server: Server, program: string, args: string[]): Promise<number> {
  const log = await open(server.log, "a", 0o600);
  try {
    if (server.user) await log.chown(server.user.uid, server.user.gid);
    const stdio: StdioOptions = ["ignore", log.fd, log.fd];
    return await new Promise((resolve, reject) => {
      // Detached: Ctrl-C in the terminal is for the command, which then stops the server in order.
      const child = spawn(path.join(server.programs, program), args, {
        ...server.user,
        stdio,
        cwd: server.folder,
        env: environment(),
        detached: process.platform !== "win32",
        windowsHide: true,
      });
      child.once("error", reject);
      child.once("exit", (code) => resolve(code ?? 1));
    });
  } finally {
    await log.close();
  }
}

/** The caller's environment without PGDATA, PGPORT and their like, which would win over our settings. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("PG"));
  return { ...Object.fromEntries(kept), NODE_ENV: process.env.NODE_ENV, LC_ALL: "C", TZ: "UTC" };
}

async function ensureDatabase(server: Server, port: number): Promise<void> {
  await withClient(urlOf(port, server.password, "postgres"), async (client) => {
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [NAME]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${NAME}`);
  });
}

async function withClient<T>(url: string, task: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
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

async function failure(server: Server, what: string): Promise<CommandError> {
  const lines = (await readIfThere(server.log))?.trimEnd().split("\n") ?? [];
  return new CommandError(
    `The embedded database ${what}: ${lines.slice(-5).join(" / ")} (log: ${server.log})`,
  );
}
