import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

/** The paths of all files below a folder of the project, from the project's root, with forward slashes, in order. */
export function sourceFiles(folder: string): string[] {
  return readdirSync(path.join(PROJECT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(PROJECT, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .toSorted();
}

export function inProject(file: string): string {
  return path.join(PROJECT, file);
}

/** The address that a file of app/ serves: "/" for app/[locale]/(site)/page.tsx. */
export function routeOf(file: string): string {
  const parts = path.posix.dirname(file).split("/").slice(1);
  return `/${parts.filter((part) => part !== "[locale]" && !/^\(.*\)$/.test(part)).join("/")}`;
}
