import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { boundedBytes } from "@/lib/security/bounded-bytes";
import { inProject, sourceFiles } from "@/tests/support/source-files";

/** What reads a request's body to its end, however long it is. */
const UNBOUNDED =
  /\b(?:request|req)\s*(?:\.clone\(\)\s*)?\.(?:json|text|formData|arrayBuffer|blob|bytes|body)\b/;

test.each(sourceFiles("app").filter((file) => /\/route\.tsx?$/.test(file)))(
  "%s reads a body by what bounds it, or not at all",
  (file) => {
    const source = readFileSync(inProject(file), "utf8");
    expect(source).not.toMatch(UNBOUNDED);
    // Auth.js reads bodies by itself: it gets none but a bounded one.
    if (source.includes("handlers")) expect(source).not.toMatch(/export const \{[^}]*POST/);
  },
);

test("a body that never ends is left as soon as it is one byte too long, whatever its length was said to be", async () => {
  let given = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      given += 1;
      controller.enqueue(new Uint8Array(1));
    },
  });
  const request = new Request("http://posthorn.test", {
    method: "POST",
    body,
    duplex: "half",
  } as RequestInit);
  expect(await boundedBytes(request, 100)).toBeNull();
  expect(given).toBeLessThan(105);
});
