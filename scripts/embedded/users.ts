import { mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { birthOf } from "@/scripts/embedded/alive";
import { readIfThere, writePrivately } from "@/scripts/embedded/files";

// Who uses the embedded services of a folder: one file each, named for the process, holding when it
// began. Whoever leaves last stops the services, so a command that started them does not take them
// away from an application that has come since, and those of a killed process are inherited.
// All of this happens under the folder's lock.

let counter = 0;

/** Enters this process as a user of the folder's services; returns the name to leave under. */
export async function enter(folder: string): Promise<string> {
  const users = path.join(folder, "users");
  await mkdir(users, { recursive: true, mode: 0o700 });
  counter += 1;
  const name = `${process.pid}-${counter}`;
  await writePrivately(path.join(users, name), (await birthOf(process.pid)) ?? "");
  return name;
}

/** Leaves; true when nobody is left who lives. */
export async function leave(folder: string, name: string): Promise<boolean> {
  const users = path.join(folder, "users");
  await rm(path.join(users, name), { force: true });
  for (const other of await readdir(users)) {
    const file = path.join(users, other);
    const birth = await readIfThere(file);
    if (birth !== undefined && birth !== "" && birth === (await birthOf(Number.parseInt(other, 10))))
      return false;
    await rm(file, { force: true });
  }
  return true;
}
