import { chown, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { CommandError } from "@/scripts/command-line";
import { noRoomIn } from "@/scripts/embedded/data-folder";
import { readIfThere } from "@/scripts/embedded/files";
import { NAME, runProgram } from "@/scripts/embedded/server-program";
import type { Server } from "@/scripts/embedded/server-program";

// The built-in locale sorts and folds Unicode alike on every machine, those without locales included.
const CLUSTER = [
  "--encoding=UTF8",
  "--no-locale",
  "--locale-provider=builtin",
  "--builtin-locale=C.UTF-8",
  "--auth=scram-sha-256",
  `--username=${NAME}`,
];

/**
 * One file of the write-ahead log. A server that cannot make the next one comes to a stop in the middle, and
 * under a limit on the size of files it does not even end in order. Without fsync it takes 10 ms.
 */
const PROBE_BYTES = 16 * 1024 * 1024;

/**
 * Sees to it that there are data files which these programs can read.
 * @throws CommandError where the files are another release's or no database's, or there is no room
 */
export async function ensureCluster(server: Server): Promise<void> {
  const version = await readIfThere(path.join(server.data, "PG_VERSION"));
  if (version === undefined) {
    await refuseForeignFiles(server);
    await createCluster(server);
  } else {
    refuseOtherRelease(server, version.trim());
    await refuseFullDisk(server);
  }
}

/** Writes as much as the server may need at once and removes it; fails as the disk does. */
export async function refuseFullDisk(server: Server): Promise<void> {
  const probe = path.join(server.folder, "probe");
  try {
    await writeFile(probe, Buffer.alloc(PROBE_BYTES), { mode: 0o600 });
  } finally {
    await rm(probe, { force: true });
  }
}

function refuseOtherRelease(server: Server, version: string): void {
  const major = Number(version);
  if (major === server.major) return;
  const advice =
    major > server.major
      ? "use the newer Posthorn that made it"
      : "bring its contents over with that release's pg_dump";
  throw new CommandError(
    `The database in ${server.data} was made by PostgreSQL ${version}, and Posthorn brings ${server.major}; ${advice}, or set POSTHORN_DATA to another folder.`,
  );
}

async function refuseForeignFiles(server: Server): Promise<void> {
  let names: string[];
  try {
    names = await readdir(server.data);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
    throw error;
  }
  if (names.length === 0) return;
  throw new CommandError(
    `The folder ${server.data} holds files that are no database (PG_VERSION is missing); move them away, or set POSTHORN_DATA to another folder.`,
  );
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
    const { code, said } = await runProgram(
      server,
      "initdb",
      [`--pgdata=${draft}`, `--pwfile=${passwordFile}`, ...CLUSTER],
      true,
    );
    if (code !== 0) {
      const lines = said.trimEnd().split("\n").slice(-5).join(" / ");
      throw (
        noRoomIn(said, server.folder) ??
        new CommandError(`The embedded database could not be created: ${lines}`)
      );
    }
    await rename(draft, server.data);
  } catch (error) {
    // What it wrote would keep a full disk full.
    await rm(draft, { recursive: true, force: true });
    throw error;
  } finally {
    await rm(passwordFile, { force: true });
  }
}
