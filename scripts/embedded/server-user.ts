import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { CommandError } from "@/scripts/command-line";
import { readIfThere, writePrivately } from "@/scripts/embedded/files";

const run = promisify(execFile);

/** Where root keeps what the server's user must reach and a closed home folder would hide. */
const ROOTS_FOLDER = "/var/lib/posthorn";
const OTHERS_MAY_ENTER = 0o001;

/** The account PostgreSQL runs under; undefined is one's own. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root, so root's server belongs to the user postgres, made if need be.
 * @throws CommandError when there is no such user and none can be made.
 */
export async function serverUser(): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  try {
    return await idsOf("postgres");
  } catch {
    try {
      await run("useradd", [
        "--system",
        "--user-group",
        "--no-create-home",
        "--shell",
        "/usr/sbin/nologin",
        "postgres",
      ]);
      return await idsOf("postgres");
    } catch (error) {
      throw new CommandError(
        `PostgreSQL does not run as root, and making a user postgres for it failed (${reason(error)}); start as another user or set DATABASE_URL.`,
      );
    }
  }
}

/**
 * The folder of the server's own files: inside the data folder where its user can get there, else
 * in one of its own under /var/lib/posthorn.
 */
export async function serverFolder(folder: string, user: ServerUser | undefined): Promise<string> {
  if (!user) {
    const own = path.join(folder, "postgres");
    await mkdir(own, { recursive: true, mode: 0o700 });
    return own;
  }
  const place = (await othersMayEnter(folder)) ? path.join(folder, "postgres") : await placeElsewhere(folder);
  await mkdir(place, { recursive: true, mode: 0o700 });
  await chown(place, user.uid, user.gid);
  return place;
}

/** The folder for root's copies, which everybody may enter. */
export async function rootsFolder(): Promise<string> {
  await mkdir(ROOTS_FOLDER, { recursive: true });
  await chmod(ROOTS_FOLDER, 0o755);
  return ROOTS_FOLDER;
}

async function othersMayEnter(folder: string): Promise<boolean> {
  for (let place = path.resolve(folder); ; place = path.dirname(place)) {
    if (((await stat(place)).mode & OTHERS_MAY_ENTER) === 0) return false;
    if (place === path.dirname(place)) return true;
  }
}

/** Kept in the data folder, so that whoever removes that begins with a new database. */
async function placeElsewhere(folder: string): Promise<string> {
  const pointer = path.join(folder, "postgres-is-at");
  const kept = await readIfThere(pointer);
  if (kept !== undefined) return kept.trim();
  const place = path.join(await rootsFolder(), randomBytes(8).toString("hex"));
  await writePrivately(pointer, `${place}\n`);
  return place;
}

async function idsOf(name: string): Promise<ServerUser> {
  const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

function reason(error: unknown): string {
  return error instanceof Error ? (error.message.split("\n").at(-2) ?? error.message) : String(error);
}
