import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { inProject, sourceFiles } from "@/tests/support/source-files";

/** What `FormMessages` adds by itself. */
const OF_FORMS = ["faults", "forms", "refusals"];
const OF_ALL = "components/frame/client-messages.tsx";
const BASE = namesIn(read(OF_ALL));

const entries = sourceFiles("app").filter((file) =>
  /\/(?:page|error|not-found|forbidden|loading)\.tsx$/.test(file),
);

describe("every page carries the words that its components read in the browser", () => {
  it.each(entries)("%s", (file) => {
    const layouts = layoutsOf(file);
    const carried = new Set([...BASE, ...[file, ...layouts].flatMap(carriedBy)]);
    const read = [file, ...layouts].flatMap((one) => [...browserNames(one)]);
    expect(read.filter((name) => !carried.has(name))).toEqual([]);
  });
});

it("no page carries words that nothing in it reads in the browser", () => {
  const unread = entries
    .filter((file) => file.endsWith("/page.tsx"))
    .flatMap((file) => {
      const read = browserNames(file);
      return carriedBy(file)
        .filter((name) => !OF_FORMS.includes(name) && !read.has(name))
        .map((name) => `${file} ${name}`);
    });
  expect(unread).toEqual([]);
});

function read(file: string): string {
  return readFileSync(inProject(file), "utf8");
}

/** Names of a list that stands in the text as `names={[…]}` or is one of all pages. */
function namesIn(text: string): string[] {
  return [...text.matchAll(/(?:names=\{\[|everywhere = \[)([^\]]*)\]/g)].flatMap(([, list = ""]) =>
    [...list.matchAll(/"(\w+)"/g)].map(([, name = ""]) => name),
  );
}

function layoutsOf(file: string): string[] {
  const folders = path.dirname(file).split("/");
  return folders
    .map((_folder, depth) => `${folders.slice(0, depth + 1).join("/")}/layout.tsx`)
    .filter((layout) => existsSync(inProject(layout)));
}

/** The parts of the catalogue that a file and the server components below it hand to the browser. */
function carriedBy(file: string): string[] {
  return [...reached(file)]
    .filter(([one, isInBrowser]) => !isInBrowser && one !== OF_ALL)
    .flatMap(([one]) => {
      const text = read(one);
      return [...namesIn(text), ...(text.includes("<FormMessages") ? OF_FORMS : [])];
    });
}

/** The parts of the catalogue that components below a file read in the browser. */
function browserNames(file: string): Set<string> {
  const names = new Set<string>();
  for (const [one, isInBrowser] of reached(file)) {
    if (!isInBrowser) continue;
    const text = read(one);
    for (const [, name = ""] of text.matchAll(/useTranslations\("(\w+)/g)) names.add(name);
    if (!text.includes("useTranslations()")) continue;
    for (const [, name = ""] of text.matchAll(/\b\w+\(["`](\w+)\.[\w.$]/g)) names.add(name);
  }
  return names;
}

/** Every component that a file imports, with whether it runs in the browser. */
function reached(file: string): Map<string, boolean> {
  const found = new Map<string, boolean>();
  const visit = (one: string, above: boolean): void => {
    const text = read(one);
    const isInBrowser = above || /^"use client"/.test(text);
    // One that both use is read in the browser too.
    if (found.has(one) && (found.get(one) === true || !isInBrowser)) return;
    found.set(one, isInBrowser);
    for (const [, imported = ""] of text.matchAll(
      /^import (?!type )[^;]*? from "@\/((?:components|app)\/[^"]+)";$/gm,
    )) {
      const source = [".tsx", ".ts"]
        .map((ending) => imported + ending)
        .find((each) => existsSync(inProject(each)));
      if (source !== undefined && !/^"use server"/.test(read(source))) visit(source, isInBrowser);
    }
  };
  visit(file, false);
  return found;
}
