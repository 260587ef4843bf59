import path from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of the checkout; commands work from wherever they are started. */
export const PROJECT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** Absolute path inside the project. */
export function inProject(...parts: string[]): string {
  return path.join(PROJECT, ...parts);
}

/** Absolute path of POSTHORN_DATA, by default `.posthorn` in the project. */
export function dataFolder(setting = ".posthorn"): string {
  return path.resolve(PROJECT, setting);
}
