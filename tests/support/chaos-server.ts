import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { access, chmod, chown, constants, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { inject } from "vitest";
import { deployMigrations } from "@/scripts/database/migrations";
import { freePort } from "@/scripts/embedded/free-port";
import { serverUser, type ServerUser } from "@/scripts/embedded/server-user";
import { enter } from "@/scripts/embedded/users";
import type { TestDatabase } from "@/tests/support/database";
import { onServer, urlOfDatabase } from "@/tests/support/server-connection";

/** As database-server.ts names its folders and lays them out: the next run clears up after a killed one. */
const PREFIX = "posthorn-tests-";
const NAME = "posthorn";
const READY_WITHIN_S = 60;
/** Milliseconds for which somebody else's connection may have the port that the server had, or is to have. */
const PORT_FREE_WITHIN = 10_000;

/**
 * A PostgreSQL server of a test's own, made with the programs of the server under test and in its time zone, as
 * careful with its data as in production. It keeps its port, so whoever knew it before a restart finds it after.
 */
export class OwnServer {
  private constructor(
    readonly database: TestDatabase,
    private readonly programs: string,
    private readonly data: string,
    private readonly options: string,
    private readonly user: ServerUser | undefined,
  ) {}

  /** Null where the programs of the server under test are not on this machine. */
  static async start(): Promise<OwnServer | null> {
    const [about] = await onServer<{ programs: string; zone: string }>(
      inject("databaseServer"),
      "SELECT setting AS programs, current_setting('TimeZone') AS zone FROM pg_config() WHERE name = 'BINDIR'",
    );
    if (about === undefined || !(await runs(path.join(about.programs, "pg_ctl")))) return null;
    const user = await serverUser();
    const folder = await mkdtemp(path.join(tmpdir(), PREFIX));
    await chmod(folder, 0o711);
    await enter(folder);
    const home = path.join(folder, "postgres");
    await mkdir(home, { mode: 0o700 });
    const password = randomBytes(24).toString("base64url");
    await writeFile(path.join(home, "password"), password);
    if (user) {
      await chown(home, user.uid, user.gid);
      await chown(path.join(home, "password"), user.uid, user.gid);
    }
    const port = await freePort(undefined);
    const url = `postgresql://${NAME}:${password}@127.0.0.1:${port}/postgres`;
    const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", `timezone=${about.zone}`];
    const server = new OwnServer(
      {
        url: urlOfDatabase(url, NAME),
        drop: async () => {
          // A test that failed may have left it down.
          if (existsSync(path.join(home, "data", "postmaster.pid"))) await server.stop("immediate");
          await rm(folder, { recursive: true, force: true });
        },
      },
      about.programs,
      path.join(home, "data"),
      [`-p ${port}`, ...settings.map((setting) => `-c ${setting}`)].join(" "),
      user,
    );
    await server.#run("initdb", [
      `--username=${NAME}`,
      `--pwfile=${path.join(home, "password")}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
    ]);
    await server.again();
    await onServer(url, `CREATE DATABASE ${NAME}`);
    await deployMigrations(server.database.url);
    return server;
  }

  /** Up again, on the same port. After a crash it recovers first. */
  async again(): Promise<void> {
    const log = path.join(path.dirname(this.data), "log");
    const args = ["--wait", `--timeout=${READY_WITHIN_S}`, `--log=${log}`, `--options=${this.options}`];
    const begun = performance.now();
    for (;;) {
      try {
        await this.#run("pg_ctl", ["start", ...args]);
        return;
      } catch (error) {
        if (performance.now() - begun >= PORT_FREE_WITHIN) throw error;
      }
    }
  }

  /** `immediate` is a crash: nothing is written down and connections are cut; `fast` rolls back and ends in order. */
  stop(mode: "immediate" | "fast"): Promise<void> {
    return this.#run("pg_ctl", ["stop", "--wait", `--mode=${mode}`, `--timeout=${READY_WITHIN_S}`]);
  }

  /** Cuts every connection but the one that says so, and waits until they are gone. */
  async cut(): Promise<void> {
    await onServer(
      this.database.url,
      "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
  }

  async #run(program: string, args: string[]): Promise<void> {
    const code = await new Promise<number | null>((resolve, reject) => {
      // The caller's PG variables would win over what stands here.
      const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("PG"));
      const child = spawn(path.join(this.programs, program), [`--pgdata=${this.data}`, ...args], {
        ...this.user,
        cwd: path.dirname(this.data),
        env: { ...Object.fromEntries(kept), NODE_ENV: "test", LC_ALL: "C" },
        stdio: "ignore",
        detached: true,
      });
      child.once("error", reject);
      child.once("exit", resolve);
    });
    if (code !== 0) throw new Error(`${program} ${args[0] ?? ""} ended with ${code}`);
  }
}

async function runs(program: string): Promise<boolean> {
  try {
    await access(program, constants.X_OK);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error) return false;
    throw error;
  }
}
