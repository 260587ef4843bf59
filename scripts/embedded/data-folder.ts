import { chmod, mkdir, readdir, stat } from "node:fs/promises";
import path from "node:path";
import { CommandError } from "@/scripts/command-line";
import type { ServerUser } from "@/scripts/embedded/server-user";

/** What Posthorn keeps in its data folder, by the beginning of the name. */
const OURS = ["postgres", "mailbox", "users", "secrets.json", "services.lock", "demo-"];
/** One of these is there from the first moment on, whatever else people have put beside it. */
const MARKS = ["secrets.json", "services.lock"];
/** What a new folder may hold without being somebody's: a fresh disk has the first. */
const NOBODYS = new Set(["lost+found", ".gitkeep", ".DS_Store"]);

const IN_THE_WAY = new Set(["ENOTDIR", "EEXIST", "ENOENT", "ELOOP", "ENAMETOOLONG"]);
const FORBIDDEN = new Set(["EACCES", "EPERM", "EROFS"]);
/** EFBIG is a limit on the size of files (ulimit -f). */
const NO_ROOM = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);
const NO_ROOM_IN_WORDS = /No space left on device|File too large|Disk quota exceeded/i;

/**
 * Makes the data folder and closes it to others; as root they may pass through it, while its files
 * stay closed to them. A folder that holds other things is left as it is, its permissions included.
 * @throws CommandError
 */
export async function makeDataFolder(folder: string, user: ServerUser | undefined): Promise<void> {
  await mkdir(folder, { recursive: true });
  await refuseForeignFolder(folder);
  await refuseForeignDatabase(path.join(folder, "postgres"), user);
  if (process.platform !== "win32") await chmod(folder, user ? 0o711 : 0o700);
}

/**
 * Runs `task` and says in one sentence what the file system has against the data folder.
 * @throws CommandError, and what else `task` throws
 */
export async function explainingFolder<T>(folder: string, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    // A program that could not be started carries the same codes and has another reason.
    const ofFiles =
      error instanceof Error && "syscall" in error && !String(error.syscall).startsWith("spawn");
    const sentence = ofFiles ? sentenceFor(code, folder) : undefined;
    throw sentence === undefined ? error : new CommandError(sentence);
  }
}

/** The sentence for a server or program whose last words tell of a full disk, else undefined. */
export function noRoomIn(words: string, folder: string): CommandError | undefined {
  return NO_ROOM_IN_WORDS.test(words) ? new CommandError(noRoom(folder)) : undefined;
}

function sentenceFor(code: string, folder: string): string | undefined {
  if (NO_ROOM.has(code)) return noRoom(folder);
  if (FORBIDDEN.has(code)) {
    return `The data folder ${folder} cannot be written (${code}); let this account write there, or set POSTHORN_DATA to another folder.`;
  }
  if (IN_THE_WAY.has(code)) {
    return `The data folder ${folder} cannot be made (${code}); set POSTHORN_DATA to another folder.`;
  }
  return undefined;
}

function noRoom(folder: string): string {
  return `There is no room left on the disk of ${folder}; make room there, or set POSTHORN_DATA to a folder on another disk.`;
}

/** POSTHORN_DATA=/tmp must not close /tmp to everybody, nor a home folder fill with our files. */
async function refuseForeignFolder(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => !NOBODYS.has(name));
  const marked = MARKS.some((mark) => names.includes(mark));
  if (marked || names.every((name) => OURS.some((known) => name.startsWith(known)))) return;
  throw new CommandError(
    `The folder ${folder} holds files that are not Posthorn's; set POSTHORN_DATA to a new or an empty folder.`,
  );
}

/** A start as another account would give the files new owners, and the first account could not use them again. */
async function refuseForeignDatabase(place: string, user: ServerUser | undefined): Promise<void> {
  const own = process.getuid?.();
  if (own === undefined) return;
  const found = await stat(place).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  });
  if (found === undefined || found.uid === own || found.uid === user?.uid) return;
  throw new CommandError(
    `The database in ${place} belongs to another account (number ${found.uid}); start as that account, or set POSTHORN_DATA to another folder.`,
  );
}
