import { execFile } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const MEGABYTES = 160;
/** 1 or 2 MB, by the shell's unit: less than a start writes. */
const LIMIT = "ulimit -f 2048";

export interface SmallDisk {
  /** Takes all room that is left. Commands started afterwards need `before`. */
  fill(): Promise<void>;
  makeRoom(): Promise<void>;
  /** What a shell runs before a command; undefined where the disk itself is full. */
  readonly before: string | undefined;
  remove(): Promise<void>;
}

/**
 * Makes an empty folder a small disk of its own where this account may mount one. Elsewhere commands are
 * given no room by a limit on the size of files, which PostgreSQL and Node meet at the same places.
 */
export async function makeSmallDisk(folder: string): Promise<SmallDisk> {
  if (!(await mountsAt(folder, ["-t", "tmpfs", "-o", `size=${MEGABYTES}m,mode=0711`, "tmpfs"]))) {
    const nothing = async () => {};
    return { fill: nothing, makeRoom: nothing, before: LIMIT, remove: nothing };
  }
  const filling = path.join(folder, "lost+found");
  return {
    before: undefined,
    fill: () => fillWith(filling),
    makeRoom: () => rm(filling),
    async remove() {
      await run("umount", ["--lazy", folder]);
    },
  };
}

/** Makes a folder one that nobody may write into; undefined where this account cannot. */
export async function closeToWriting(folder: string): Promise<(() => Promise<void>) | undefined> {
  if (process.getuid?.() !== 0) {
    await run("chmod", ["500", folder]);
    return async () => {
      await run("chmod", ["700", folder]);
    };
  }
  if (!(await mountsAt(folder, ["--bind", folder]))) return undefined;
  await run("mount", ["-o", "remount,bind,ro", folder]);
  return async () => {
    await run("umount", ["--lazy", folder]);
  };
}

async function mountsAt(folder: string, args: string[]): Promise<boolean> {
  if (process.getuid?.() !== 0) return false;
  try {
    await run("mount", [...args, folder]);
    return true;
  } catch (error) {
    // Refused in most containers, and another language on macOS.
    if (error instanceof Error && "code" in error) return false;
    throw error;
  }
}

async function fillWith(file: string): Promise<void> {
  // By halves down to one block, so that nothing is left.
  for (let bytes = 16 * 1024 * 1024; bytes >= 4096;) {
    try {
      await writeFile(file, Buffer.alloc(bytes, 1), { flag: "a" });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
      bytes /= 2;
    }
  }
}
