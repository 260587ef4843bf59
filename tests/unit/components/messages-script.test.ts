import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { inProject, sourceFiles } from "@/tests/support/source-files";

/** Packages that a file of the browser imports with its page, through the project's own files. */
function packagesOf(file: string, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(file)) return packages;
  seen.add(file);
  const text = readFileSync(inProject(file), "utf8");
  // A page knows a server action by its name alone.
  if (/^"use server"/.test(text)) return packages;
  for (const [, from = ""] of text.matchAll(/^import (?!type )[^;]*?"([^"]+)";$/gm)) {
    const source = [".tsx", ".ts"]
      .map((end) => from.slice(2) + end)
      .find((one) => existsSync(inProject(one)));
    if (!from.startsWith("@/")) packages.add(from);
    else if (source !== undefined) for (const one of packagesOf(source, seen)) packages.add(one);
  }
  return packages;
}

it("no page loads the visual editor's script before somebody opens it", () => {
  const components = sourceFiles("components").filter(
    (file) => file.endsWith(".tsx") && !file.startsWith("components/messages/visual/"),
  );
  const loading = components.filter((file) =>
    [...packagesOf(file)].some((name) =>
      /^(?:@tiptap|@react-email\/editor|prosemirror|react-email)/.test(name),
    ),
  );
  expect(loading).toEqual([]);
  const editor = packagesOf("components/messages/visual/visual-editor.tsx");
  expect(editor).toContain("@tiptap/react");
});
